/** What is known of a stored file. */
export interface StorageMetadata {
  storageId: string
  /** Of the content, 64 hexadecimal digits. */
  sha256: string
  /** As given at the upload; `application/octet-stream` where none or no media type was given. */
  contentType: string
  /** Bytes. */
  size: number
}

/** `ctx.storage` of a query. A query that asks for a file runs again when the file comes or goes. */
export interface StorageReader {
  /**
   * The public address of a file: whoever has it may read the file. `null` when there is no such file.
   *
   * @throws ZerobackError `unavailable` when the app's own address is not known: set `ZEROBACK_URL`.
   */
  getUrl(storageId: string): Promise<string | null>
  /** `null` when there is no such file. */
  getMetadata(storageId: string): Promise<StorageMetadata | null>
}

/** `ctx.storage` of a mutation: what it does is done when the mutation commits. */
export interface StorageWriter extends StorageReader {
  /**
   * An address for one upload by `PUT` or `POST`, within the hour. The upload is answered `{storageId}`.
   *
   * @throws ZerobackError `unavailable` as `getUrl` does.
   */
  generateUploadUrl(): Promise<string>
  /** @throws ZerobackError `not_found` when there is no such file. */
  delete(storageId: string): Promise<void>
}

/** `ctx.storage` of an action: each call is a transaction of its own. */
export interface StorageActions extends StorageWriter {
  /** Stores a blob and returns its storage id. Its type becomes the file's content type. */
  store(blob: Blob): Promise<string>
}
