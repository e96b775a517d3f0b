import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import {
  BatchCheckLayerAvailabilityCommand,
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeImagesCommand,
  ECRClient,
  InitiateLayerUploadCommand,
  ListImagesCommand,
  PutImageCommand,
  PutImageTagMutabilityCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import { createSandbox } from '../../sandbox.ts';

const repositoryName = 'app';

function digestOf(content: string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

function manifestOf(config: string, layer: string): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: { mediaType: 'application/vnd.docker.container.image.v1+json', digest: digestOf(config) },
    layers: [{ digest: digestOf(layer), size: layer.length }],
  });
}

async function withRepository() {
  const ecr = createSandbox().world().client(ECRClient);
  await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  const upload = async (content: string) => {
    const { uploadId } = await ecr.send(new InitiateLayerUploadCommand({ repositoryName }));
    const part = { partFirstByte: 0, partLastByte: content.length - 1, layerPartBlob: Buffer.from(content) };
    await ecr.send(new UploadLayerPartCommand({ repositoryName, uploadId, ...part }));
    return ecr.send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests: [digestOf(content)] }));
  };
  /** Layers, configuration and manifest, as `docker push` sends them. */
  const push = async (config: string, imageTag?: string) => {
    await upload(config);
    await upload('layer');
    const imageManifest = manifestOf(config, 'layer');
    await ecr.send(new PutImageCommand({ repositoryName, imageManifest, imageTag }));
    return digestOf(imageManifest);
  };
  const tagged = async (imageTag: string) => {
    const { images } = await ecr.send(new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag }] }));
    return images?.[0]?.imageId?.imageDigest;
  };
  return { ecr, upload, push, tagged };
}

test("an image's digest is that of its manifest, its size that of its layers", async () => {
  const { ecr, push } = await withRepository();
  const imageDigest = await push('{}', '1');
  const { imageDetails: [image] = [] } = await ecr.send(new DescribeImagesCommand({ repositoryName }));
  assert.deepEqual(
    [image?.imageDigest, image?.imageTags, image?.imageSizeInBytes, image?.artifactMediaType],
    [imageDigest, ['1'], 5, 'application/vnd.docker.container.image.v1+json'],
  );
});

test('an image whose layers were not uploaded is refused', async () => {
  const { ecr, upload } = await withRepository();
  await upload('layer');
  const imageManifest = manifestOf('{}', 'layer');
  await assert.rejects(ecr.send(new PutImageCommand({ repositoryName, imageManifest, imageTag: '1' })), {
    name: 'LayersNotFoundException',
    message: new RegExp(`Layers with digests '\\[${digestOf('{}')}\\]'`),
  });
  await assert.rejects(ecr.send(new PutImageCommand({ repositoryName, imageManifest: '{}' })), {
    name: 'InvalidParameterException',
  });
});

test('layers are told apart by whether they are there', async () => {
  const { ecr, upload } = await withRepository();
  await upload('layer');
  const layerDigests = [digestOf('layer'), digestOf('other'), 'x'];
  const answer = await ecr.send(new BatchCheckLayerAvailabilityCommand({ repositoryName, layerDigests }));
  assert.deepEqual(
    answer.layers?.map(({ layerAvailability }) => layerAvailability),
    ['AVAILABLE', 'UNAVAILABLE'],
  );
  assert.equal(answer.failures?.[0]?.failureCode, 'InvalidLayerDigest');
});

test('a layer must have the digest that it is said to have', async () => {
  const { ecr } = await withRepository();
  const { uploadId } = await ecr.send(new InitiateLayerUploadCommand({ repositoryName }));
  const complete = () =>
    ecr.send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests: [digestOf('other')] }));
  await assert.rejects(complete(), { name: 'EmptyUploadException' });
  const part = { partFirstByte: 0, partLastByte: 4, layerPartBlob: Buffer.from('layer') };
  await ecr.send(new UploadLayerPartCommand({ repositoryName, uploadId, ...part }));
  await assert.rejects(complete(), { name: 'InvalidLayerException' });
});

test('a tag moves to the image pushed last, unless it is immutable', async () => {
  const { ecr, push, tagged } = await withRepository();
  const first = await push('{}', 'latest');
  const second = await push('{"a":1}', 'latest');
  assert.equal(await tagged('latest'), second);
  await assert.rejects(push('{"a":1}', 'latest'), { name: 'ImageAlreadyExistsException' });

  await ecr.send(
    new PutImageTagMutabilityCommand({
      repositoryName,
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'dev-*' }],
    }),
  );
  await assert.rejects(push('{"a":2}', 'latest'), {
    name: 'ImageTagAlreadyExistsException',
    message:
      "The image tag 'latest' already exists in the 'app' repository and cannot be overwritten because the tag is immutable.",
  });
  await push('{}', 'dev-1');
  const third = await push('{"a":3}', 'dev-1');
  assert.equal(await tagged('dev-1'), third);
  assert.notEqual(first, second);
});

test('images are found by tag and digest, and missed by name', async () => {
  const { ecr, push } = await withRepository();
  const imageDigest = await push('{}', '1');
  await push('{"a":1}');
  const list = async (tagStatus: 'TAGGED' | 'UNTAGGED') =>
    (await ecr.send(new ListImagesCommand({ repositoryName, filter: { tagStatus } }))).imageIds;
  assert.deepEqual(await list('TAGGED'), [{ imageDigest, imageTag: '1' }]);
  assert.equal((await list('UNTAGGED'))?.length, 1);
  const describe = (imageIds: object[]) => ecr.send(new DescribeImagesCommand({ repositoryName, imageIds }));
  assert.equal((await describe([{ imageTag: '1' }, { imageDigest }])).imageDetails?.length, 1);
  await assert.rejects(describe([{ imageTag: '2' }]), {
    name: 'ImageNotFoundException',
    message:
      "The image with imageId {imageDigest:'null', imageTag:'2'} does not exist within the repository with name 'app' in the registry with id '123456789012'",
  });
  const { failures } = await ecr.send(new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: '2' }] }));
  assert.equal(failures?.[0]?.failureCode, 'ImageNotFound');
});

test('deleting by tag removes the tag, and the image with its last one', async () => {
  const { ecr, push, tagged } = await withRepository();
  await push('{}', '1');
  const imageDigest = await push('{}', '2');
  const remove = async (imageTag: string) =>
    (await ecr.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag }] }))).imageIds;
  assert.deepEqual(await remove('1'), [{ imageDigest, imageTag: '1' }]);
  assert.equal(await tagged('2'), imageDigest);
  await remove('2');
  assert.deepEqual((await ecr.send(new DescribeImagesCommand({ repositoryName }))).imageDetails, []);
});

test('a repository with images is deleted only by force', async () => {
  const { ecr, push } = await withRepository();
  await push('{}', '1');
  await assert.rejects(ecr.send(new DeleteRepositoryCommand({ repositoryName })), {
    name: 'RepositoryNotEmptyException',
  });
  await ecr.send(new DeleteRepositoryCommand({ repositoryName, force: true }));
});
