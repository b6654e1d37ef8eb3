import fastifyMultipart from "@fastify/multipart";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Upload, Uploads } from "../base/route.ts";

const MULTIPART = "multipart/form-data";
const MAX_FIELDS = 60;
/** Fields and files together: more, and somebody tries what happens. */
const MAX_PARTS = 100;

/** Files are read into memory, each route saying how many of what size: nothing is written to disk. */
export function readUploadsOn(server: FastifyInstance, maxFieldBytes: number): void {
  server.register(fastifyMultipart, {
    throwFileSizeLimit: false,
    limits: { fields: MAX_FIELDS, fieldNameSize: 60, fieldSize: maxFieldBytes, parts: MAX_PARTS, headerPairs: 20 },
  });
}

export function isMultipart(request: FastifyRequest): boolean {
  return request.headers["content-type"]?.toLowerCase().startsWith(MULTIPART) === true;
}

/** What was sent is not the form it says it is. */
export class BrokenForm extends Error {}

/**
 * The fields and files of a form that was sent in parts. Names that people give their files are not read. A file that is
 * larger than the route allows comes with the bytes up to there and `isCut`; one beyond those that are allowed, without
 * bytes. A field that was left empty is no file. What else the form says counts all the same.
 */
export async function readParts(
  request: FastifyRequest,
  { maxFiles, maxBytes }: Uploads,
): Promise<{ readonly fields: { readonly [name: string]: string }; readonly files: readonly Upload[] }> {
  const fields: { [name: string]: string } = {};
  const files: Upload[] = [];
  try {
    for await (const part of request.parts({ limits: { files: MAX_PARTS, fileSize: maxBytes } })) {
      if (part.type === "field") {
        if (typeof part.value === "string") fields[part.fieldname] = part.value;
      } else if (files.length >= maxFiles) {
        part.file.resume();
        files[maxFiles] ??= { field: part.fieldname, bytes: Buffer.alloc(0), isCut: true };
      } else {
        const bytes = await part.toBuffer();
        if (bytes.length > 0) files.push({ field: part.fieldname, bytes, isCut: part.file.truncated });
      }
    }
  } catch (cause) {
    // Limits have a code; what the parser says of a form that it cannot read has none.
    throw cause instanceof Error && "code" in cause ? cause : new BrokenForm("could not read a form", { cause });
  }
  return { fields, files };
}
