/// What the server's own routes are, and what all routes share.
enum GeneralDescription {
    static let text = #"""
        {
          "openapi": "3.1.0",
          "info": {
            "title": "Verdict",
            "version": "1",
            "summary": "Runs programs that nobody trusts, measures them, and says whether they are right.",
            "description": "Errors are problems of RFC 9457 with a code for programs. Answers to GET have an ETag. A request that changes something may carry an Idempotency-Key; sent again within a day, it gets its first answer again."
          },
          "tags": [{ "name": "general", "description": "The server itself." }],
          "security": [{ "bearer": [] }],
          "paths": {
            "/healthz": {
              "get": {
                "operationId": "health", "tags": ["general"], "summary": "Whether the server answers.", "security": [],
                "responses": {
                  "200": { "description": "It does.", "content": { "text/plain": { "schema": { "type": "string" } } } }
                }
              }
            },
            "/api/openapi.json": {
              "get": {
                "operationId": "describe", "tags": ["general"], "summary": "This document.", "security": [],
                "responses": {
                  "200": {
                    "description": "An OpenAPI document.",
                    "content": { "application/json": { "schema": { "type": "object" } } }
                  }
                }
              }
            },
            "/api/docs": {
              "get": {
                "operationId": "documentation", "tags": ["general"], "summary": "This document, for people.",
                "security": [],
                "responses": {
                  "200": { "description": "A page.", "content": { "text/html": { "schema": { "type": "string" } } } }
                }
              }
            },
            "/api/v1/me": {
              "get": {
                "operationId": "me", "tags": ["general"], "summary": "Who asks, and what it may do.",
                "responses": {
                  "200": {
                    "description": "The caller.",
                    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Caller" } } }
                  },
                  "401": { "$ref": "#/components/responses/Unauthenticated" }
                }
              }
            }
          },
          "components": {
            "securitySchemes": {
              "bearer": { "type": "http", "scheme": "bearer", "description": "A token of the access list." }
            },
            "responses": {
              "Unauthenticated": {
                "description": "There is no token, or it is nobody's.",
                "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } }
              },
              "Forbidden": {
                "description": "The caller's role may not do this.",
                "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } }
              },
              "Problem": {
                "description": "What is wrong.",
                "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } }
              }
            },
            "schemas": {
              "Caller": {
                "type": "object", "required": ["name", "tenant", "role", "permissions"],
                "properties": {
                  "name": { "type": "string" },
                  "tenant": { "type": "string", "description": "Whose things it uses." },
                  "role": { "type": "string", "enum": ["worker", "client", "admin"] },
                  "permissions": {
                    "type": "object", "description": "What it may do, and to whose things.",
                    "additionalProperties": { "type": "string", "enum": ["own", "all"] }
                  }
                }
              },
              "Problem": {
                "type": "object", "required": ["type", "title", "status", "code", "detail"],
                "properties": {
                  "type": { "type": "string", "description": "urn:verdict:problem: and the code." },
                  "title": { "type": "string" },
                  "status": { "type": "integer" },
                  "code": { "type": "string", "description": "What kind of problem it is, for programs." },
                  "detail": { "type": "string" },
                  "instance": { "type": "string", "description": "urn:verdict:request: and the request's id." },
                  "advice": { "type": "string", "description": "What the caller can do about it." },
                  "retry_after": { "type": "integer", "description": "Seconds to wait before trying again." },
                  "errors": {
                    "type": "array", "description": "The fields that are wrong.",
                    "items": {
                      "type": "object", "required": ["field", "message"],
                      "properties": { "field": { "type": "string" }, "message": { "type": "string" } }
                    }
                  }
                }
              }
            }
          }
        }
        """#
}
