package io.github.cards4j.checkpoint.internal.hub;

/**
 * A file of a model as the hub announces it.
 *
 * @param name its path inside the model
 * @param etag key of its content, and its name among the cache's blobs
 * @param size in bytes
 */
record RepoFile(String name, String etag, long size) {}
