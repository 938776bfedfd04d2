/// What the routes of files are.
enum FileDescription {
    static let text = #"""
        {
          "tags": [
            { "name": "files", "description": "Files that are put once and named by their hash in executions." }
          ],
          "paths": {
            "/api/v1/files/{sha256}": {
              "parameters": [
                {
                  "name": "sha256", "in": "path", "required": true,
                  "schema": { "type": "string", "pattern": "^[0-9a-f]{64}$" },
                  "description": "SHA-256 of the whole file."
                }
              ],
              "get": {
                "operationId": "getFileStanding", "tags": ["files"],
                "summary": "How much of a file is there. HEAD says the same in the header.",
                "description": "Of files of other tenants nothing is known. What is in a file is not given out.",
                "responses": {
                  "200": {
                    "description": "All of it, or its beginning.",
                    "headers": {
                      "Upload-Offset": { "$ref": "#/components/headers/UploadOffset" },
                      "Upload-Complete": { "$ref": "#/components/headers/UploadComplete" },
                      "Upload-Length": { "$ref": "#/components/headers/UploadLength" }
                    },
                    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/FileStanding" } } }
                  },
                  "401": { "$ref": "#/components/responses/Unauthenticated" },
                  "403": { "$ref": "#/components/responses/Forbidden" },
                  "404": { "$ref": "#/components/responses/Problem" },
                  "422": { "$ref": "#/components/responses/Problem" },
                  "503": { "$ref": "#/components/responses/Problem" }
                }
              },
              "put": {
                "operationId": "putFile", "tags": ["files"],
                "summary": "Put a file, or the next part of it.",
                "description": "A part begins where the file ends so far, or before; of one that does not end the file whole pieces of 256 KiB are taken, and the answer says where the next one begins. What was answered for is kept when the coordinator is killed. When the last byte is there the hash is checked: bytes that have another one are refused and forgotten. A file is kept for as long as an execution that is kept refers to it, and after that for as long as the coordinator keeps contents that nothing refers to, a week by default.",
                "parameters": [
                  {
                    "name": "Upload-Offset", "in": "header",
                    "schema": { "type": "integer", "minimum": 0, "default": 0 }, "description": "Where the part begins."
                  },
                  {
                    "name": "Upload-Length", "in": "header", "schema": { "type": "integer", "minimum": 0 },
                    "description": "How long the whole file is; may be left out where the body is the whole file."
                  }
                ],
                "requestBody": {
                  "required": true, "content": { "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } }
                },
                "responses": {
                  "201": {
                    "description": "All of it is there.",
                    "headers": {
                      "Upload-Offset": { "$ref": "#/components/headers/UploadOffset" },
                      "Upload-Complete": { "$ref": "#/components/headers/UploadComplete" },
                      "Upload-Length": { "$ref": "#/components/headers/UploadLength" }
                    },
                    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/FileStanding" } } }
                  },
                  "202": {
                    "description": "The part was taken; the file goes on at Upload-Offset.",
                    "headers": {
                      "Upload-Offset": { "$ref": "#/components/headers/UploadOffset" },
                      "Upload-Complete": { "$ref": "#/components/headers/UploadComplete" }
                    },
                    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/FileStanding" } } }
                  },
                  "400": { "$ref": "#/components/responses/Problem" },
                  "401": { "$ref": "#/components/responses/Unauthenticated" },
                  "403": { "$ref": "#/components/responses/Forbidden" },
                  "409": { "$ref": "#/components/responses/Problem" },
                  "413": { "$ref": "#/components/responses/Problem" },
                  "422": { "$ref": "#/components/responses/Problem" },
                  "429": { "$ref": "#/components/responses/Problem" },
                  "503": { "$ref": "#/components/responses/Problem" }
                }
              }
            }
          },
          "components": {
            "headers": {
              "UploadOffset": { "schema": { "type": "integer" }, "description": "How many bytes are there." },
              "UploadComplete": { "schema": { "type": "string", "enum": ["?0", "?1"] }, "description": "Whether that is all." },
              "UploadLength": { "schema": { "type": "integer" }, "description": "How long the file is." }
            },
            "schemas": {
              "FileStanding": {
                "type": "object", "required": ["sha256", "offset", "complete"],
                "properties": {
                  "sha256": { "type": "string" },
                  "offset": { "type": "integer", "description": "How many bytes are there." },
                  "complete": { "type": "boolean" },
                  "size": { "type": "integer", "description": "Of a file that is complete." }
                }
              }
            }
          }
        }
        """#
}
