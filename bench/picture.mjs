export const pictureOf = () => '';
