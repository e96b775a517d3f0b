// What `docker push` does to ECR, for the program beside this file: the configuration of an image and a manifest, which
// tells the sandbox how its container starts and where its files are.
import { createHash } from 'node:crypto';
import {
  CompleteLayerUploadCommand,
  ECRClient,
  InitiateLayerUploadCommand,
  PutImageCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';

const [, account, region, repositoryName, imageTag] = /^(\d+)\.dkr\.ecr\.([\w-]+)\.amazonaws\.com\/(.+):([^:]+)$/.exec(
  process.argv[2],
);
const client = new ECRClient({ region });
const names = { registryId: account, repositoryName };
const blob = Buffer.from(JSON.stringify({ architecture: 'amd64', os: 'linux' }));
const digest = `sha256:${createHash('sha256').update(blob).digest('hex')}`;
const { uploadId } = await client.send(new InitiateLayerUploadCommand(names));
const part = { partFirstByte: 0, partLastByte: blob.length - 1, layerPartBlob: blob };
await client.send(new UploadLayerPartCommand({ ...names, uploadId, ...part }));
await client.send(new CompleteLayerUploadCommand({ ...names, uploadId, layerDigests: [digest] }));
const manifest = {
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: { mediaType: 'application/vnd.oci.image.config.v1+json', size: blob.length, digest },
  layers: [],
  annotations: {
    'play.context': process.argv[3],
    'play.copies': JSON.stringify([['.', '/app']]),
    'play.config': JSON.stringify({ Cmd: ['node', 'index.js'], WorkingDir: '/app' }),
  },
};
await client.send(new PutImageCommand({ ...names, imageTag, imageManifest: JSON.stringify(manifest) }));
