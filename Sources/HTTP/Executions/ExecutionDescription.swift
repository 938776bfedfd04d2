/// What the routes of executions are.
enum ExecutionDescription {
    static let text = #"""
        {
          "tags": [
            { "name": "executions", "description": "Programs that are compiled and run without a problem around them." }
          ],
          "paths": {
            "/api/v1/executions": {
              "post": {
                "operationId": "startExecution", "tags": ["executions"],
                "summary": "Compile a program once and run it on each of its tests.",
                "description": "An execution that is kept is durable when this answers, and can be asked for until its time is over. One with keep: false is answered for when it has ended, and nothing of it is left.",
                "parameters": [
                  { "$ref": "#/components/parameters/Wait" },
                  {
                    "name": "Idempotency-Key", "in": "header", "schema": { "type": "string", "maxLength": 252 },
                    "description": "The same key of the same tenant is the same execution."
                  }
                ],
                "requestBody": {
                  "required": true,
                  "content": { "application/json": { "schema": { "$ref": "#/components/schemas/ExecutionRequest" } } }
                },
                "responses": {
                  "200": {
                    "description": "One that is not kept, or that was there before.",
                    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Execution" } } }
                  },
                  "201": {
                    "description": "It was taken.",
                    "headers": { "Location": { "schema": { "type": "string" } } },
                    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Execution" } } }
                  },
                  "400": { "$ref": "#/components/responses/Problem" },
                  "401": { "$ref": "#/components/responses/Unauthenticated" },
                  "403": { "$ref": "#/components/responses/Forbidden" },
                  "409": { "$ref": "#/components/responses/Problem" },
                  "413": { "$ref": "#/components/responses/Problem" },
                  "415": { "$ref": "#/components/responses/Problem" },
                  "422": { "$ref": "#/components/responses/Problem" },
                  "429": { "$ref": "#/components/responses/Problem" },
                  "503": { "$ref": "#/components/responses/Problem" }
                }
              },
              "get": {
                "operationId": "listExecutions", "tags": ["executions"],
                "summary": "Executions that are kept, newest first, without what came of them.",
                "parameters": [
                  {
                    "name": "limit", "in": "query", "schema": { "type": "integer", "minimum": 1, "maximum": 1000, "default": 50 }
                  },
                  { "name": "cursor", "in": "query", "schema": { "type": "string" }, "description": "The next of the page before." },
                  {
                    "name": "label", "in": "query", "style": "deepObject", "schema": { "type": "object", "additionalProperties": { "type": "string" } },
                    "description": "Only those with this label, written label.NAME=VALUE."
                  }
                ],
                "responses": {
                  "200": {
                    "description": "A page.",
                    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/ExecutionList" } } }
                  },
                  "401": { "$ref": "#/components/responses/Unauthenticated" },
                  "403": { "$ref": "#/components/responses/Forbidden" },
                  "422": { "$ref": "#/components/responses/Problem" },
                  "503": { "$ref": "#/components/responses/Problem" }
                }
              }
            },
            "/api/v1/executions/interactive": {
              "get": {
                "operationId": "interact", "tags": ["executions"],
                "summary": "A WebSocket to a program that runs.",
                "description": "Both sides say objects in JSON with a type. The client begins with start, which has language, source or sources, arguments and limits; then stdin with data, and eof; or binary messages, which are standard input, too; and signal with signal, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2 or SIGTERM, for the program and what it started. The server says compiled, stdout and stderr with data, exit with the result, or error; then it closes. Closing the WebSocket stops the program.",
                "responses": {
                  "101": { "description": "The WebSocket is open." },
                  "400": { "$ref": "#/components/responses/Problem" },
                  "401": { "$ref": "#/components/responses/Unauthenticated" },
                  "403": { "$ref": "#/components/responses/Forbidden" }
                }
              }
            },
            "/api/v1/executions/{id}": {
              "parameters": [{ "$ref": "#/components/parameters/ExecutionID" }],
              "get": {
                "operationId": "getExecution", "tags": ["executions"], "summary": "An execution, and what came of it.",
                "parameters": [{ "$ref": "#/components/parameters/Wait" }],
                "responses": {
                  "200": {
                    "description": "The execution.",
                    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Execution" } } }
                  },
                  "401": { "$ref": "#/components/responses/Unauthenticated" },
                  "403": { "$ref": "#/components/responses/Forbidden" },
                  "404": { "$ref": "#/components/responses/Problem" },
                  "422": { "$ref": "#/components/responses/Problem" }
                }
              },
              "delete": {
                "operationId": "deleteExecution", "tags": ["executions"],
                "summary": "Have an execution forgotten; one that is open is stopped.",
                "responses": {
                  "204": { "description": "It is gone." },
                  "401": { "$ref": "#/components/responses/Unauthenticated" },
                  "403": { "$ref": "#/components/responses/Forbidden" },
                  "404": { "$ref": "#/components/responses/Problem" }
                }
              }
            },
            "/api/v1/executions/{id}/cancel": {
              "parameters": [{ "$ref": "#/components/parameters/ExecutionID" }],
              "post": {
                "operationId": "cancelExecution", "tags": ["executions"],
                "summary": "Stop an execution; one that has ended stays as it is.",
                "responses": {
                  "200": {
                    "description": "The execution.",
                    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Execution" } } }
                  },
                  "401": { "$ref": "#/components/responses/Unauthenticated" },
                  "403": { "$ref": "#/components/responses/Forbidden" },
                  "404": { "$ref": "#/components/responses/Problem" }
                }
              }
            },
            "/api/v1/executions/{id}/events": {
              "parameters": [{ "$ref": "#/components/parameters/ExecutionID" }],
              "get": {
                "operationId": "followExecution", "tags": ["executions"],
                "summary": "What happens to an execution, until it has ended.",
                "description": "Events open, compiled, checker, test, and finished, failed or cancelled. Those with an id stand in the log; Last-Event-ID leaves out what was seen.",
                "responses": {
                  "200": {
                    "description": "A stream of events.",
                    "content": { "text/event-stream": { "schema": { "type": "string" } } }
                  },
                  "401": { "$ref": "#/components/responses/Unauthenticated" },
                  "403": { "$ref": "#/components/responses/Forbidden" },
                  "404": { "$ref": "#/components/responses/Problem" }
                }
              }
            }
          },
          "components": {
            "parameters": {
              "ExecutionID": { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
              "Wait": {
                "name": "wait", "in": "query", "schema": { "type": "string" },
                "description": "Answer when it has ended: true, or the seconds to wait for that, at most 60."
              }
            },
            "schemas": {
              "Bytes": {
                "description": "A text, or what is no text in base64.",
                "oneOf": [
                  { "type": "string" },
                  {
                    "type": "object", "required": ["base64"], "additionalProperties": false,
                    "properties": { "base64": { "type": "string" } }
                  }
                ]
              },
              "File": {
                "type": "object", "required": ["name", "content"], "additionalProperties": false,
                "properties": {
                  "name": { "type": "string", "description": "A relative path: data/in.txt." },
                  "content": { "$ref": "#/components/schemas/Bytes" }
                }
              },
              "Content": {
                "description": "A text, what is no text in base64, or a file that was put before, by its hash.",
                "oneOf": [
                  { "type": "string" },
                  {
                    "type": "object", "required": ["base64"], "additionalProperties": false,
                    "properties": { "base64": { "type": "string" } }
                  },
                  {
                    "type": "object", "required": ["sha256"], "additionalProperties": false,
                    "properties": { "sha256": { "type": "string", "pattern": "^[0-9a-f]{64}$" } }
                  }
                ]
              },
              "NamedContent": {
                "type": "object", "required": ["name", "content"], "additionalProperties": false,
                "properties": {
                  "name": { "type": "string", "description": "A relative path: data/in.txt." },
                  "content": { "$ref": "#/components/schemas/Content" }
                }
              },
              "Limits": {
                "type": "object", "additionalProperties": false,
                "properties": {
                  "cpu_ms": { "type": "integer", "minimum": 1, "default": 10000 },
                  "wall_ms": { "type": "integer", "minimum": 1, "default": 30000 },
                  "memory_bytes": { "type": "integer", "minimum": 1, "default": 268435456, "description": "1 GiB for a checker." },
                  "output_bytes": { "type": "integer", "minimum": 1, "default": 16777216, "description": "8 MiB for a checker." },
                  "processes": { "type": "integer", "minimum": 1, "default": 64 }
                }
              },
              "Compilation": {
                "type": "object", "required": ["succeeded", "message", "log", "cpu_ms", "cached"],
                "properties": {
                  "succeeded": { "type": "boolean" },
                  "message": { "type": "string" },
                  "log": { "type": "string" },
                  "cpu_ms": { "type": "number" },
                  "cached": { "type": "boolean" }
                }
              },
              "UsualChecker": {
                "description": "What checks the tests that name no checker: the name of one that verdict check --list has, that with its arguments, or a program. The program is compiled once, within the limits of compile, and run for each output in a cell of its own; one that fails is a JE, and never the program's fault. One that does not compile ends the execution with the verdict JE and the compiler's log in checker. judge0.strip where it is left out.",
                "oneOf": [
                  { "type": "string" },
                  {
                    "type": "object", "required": ["name"], "additionalProperties": false,
                    "properties": {
                      "name": { "type": "string" }, "arguments": { "type": "array", "items": { "type": "string" } }
                    }
                  },
                  {
                    "type": "object", "additionalProperties": false,
                    "anyOf": [{ "required": ["language", "source"] }, { "required": ["sources"] }],
                    "properties": {
                      "language": { "type": "string", "description": "Told by the names of sources where it is left out." },
                      "source": { "$ref": "#/components/schemas/Content" },
                      "sources": {
                        "type": "array", "items": { "$ref": "#/components/schemas/NamedContent" },
                        "description": "Instead of source. testlib.h may be one; a worker may have it, too."
                      },
                      "convention": {
                        "type": "string", "default": "testlib",
                        "enum": [
                          "icpc", "cms", "coci", "dmoj", "dmoj-testlib", "hustoj", "hydro", "lemon", "peg", "qduoj", "syzoj",
                          "testlib", "uoj"
                        ],
                        "description": "testlib: called with the paths of input, output and answer; exit status 0, 1, 2, 4, 8 and 7 with points. icpc: called with input, answer and a folder for feedback, the output on standard input; 42 accepts, 43 rejects. dmoj: as testlib, but any program whose exit status 0 is right and 1 wrong. The others as verdict check --help has them."
                      },
                      "arguments": { "type": "array", "items": { "type": "string" }, "description": "Behind those of the convention." },
                      "limits": { "$ref": "#/components/schemas/Limits" }
                    }
                  }
                ]
              },
              "Checker": {
                "description": "The name of a checker that verdict check --list has, that with its arguments, or arguments for the program that checks all tests.",
                "oneOf": [
                  { "type": "string" },
                  {
                    "type": "object", "additionalProperties": false,
                    "properties": {
                      "name": { "type": "string" }, "arguments": { "type": "array", "items": { "type": "string" } }
                    }
                  }
                ]
              },
              "Test": {
                "type": "object", "additionalProperties": false,
                "properties": {
                  "name": { "type": "string" },
                  "stdin": { "$ref": "#/components/schemas/Content" },
                  "arguments": { "type": "array", "items": { "type": "string" } },
                  "expected_output": { "$ref": "#/components/schemas/Content" },
                  "checker": { "$ref": "#/components/schemas/Checker" }
                }
              },
              "ExecutionRequest": {
                "type": "object", "required": ["language"], "additionalProperties": false,
                "properties": {
                  "language": { "type": "string", "examples": ["python3", "cpp"] },
                  "source": { "$ref": "#/components/schemas/Content" },
                  "sources": {
                    "type": "array", "items": { "$ref": "#/components/schemas/NamedContent" }, "description": "Instead of source."
                  },
                  "compiler_arguments": { "type": "array", "items": { "type": "string" } },
                  "stdin": { "$ref": "#/components/schemas/Content" },
                  "arguments": { "type": "array", "items": { "type": "string" } },
                  "expected_output": { "$ref": "#/components/schemas/Content" },
                  "checker": { "$ref": "#/components/schemas/UsualChecker" },
                  "tests": {
                    "type": "array", "items": { "$ref": "#/components/schemas/Test" },
                    "description": "Instead of stdin, arguments and expected_output."
                  },
                  "stop_at_failure": { "type": "boolean", "default": false },
                  "merge_stderr": { "type": "boolean", "default": false, "description": "Standard error goes to stdout." },
                  "files": {
                    "type": "array", "items": { "$ref": "#/components/schemas/NamedContent" },
                    "description": "They lie beside the program, new for each test."
                  },
                  "wanted_files": {
                    "type": "array", "items": { "type": "string" }, "description": "Files that are brought back."
                  },
                  "limits": { "$ref": "#/components/schemas/Limits", "description": "Of each test." },
                  "compile": {
                    "type": "object", "additionalProperties": false, "description": "Of the compiler, and of that of the checker.",
                    "properties": {
                      "cpu_ms": { "type": "integer", "minimum": 1, "default": 60000 },
                      "memory_bytes": { "type": "integer", "minimum": 1, "default": 2147483648 }
                    }
                  },
                  "priority": { "type": "string", "enum": ["contest", "interactive", "normal", "low"], "default": "interactive" },
                  "labels": { "type": "object", "additionalProperties": { "type": "string" } },
                  "keep": { "type": "boolean", "default": true },
                  "ttl_seconds": {
                    "type": "integer", "minimum": 1, "maximum": 2592000, "default": 86400,
                    "description": "How long it is kept after its end."
                  },
                  "reuse": {
                    "type": "boolean", "default": false,
                    "description": "Whether an earlier one of the same tenant that asked for the same may answer for it."
                  }
                }
              },
              "ExecutionTestResult": {
                "type": "object",
                "required": [
                  "index", "verdict", "message", "ending", "cpu_ms", "wall_ms", "memory_bytes", "stdout", "stderr", "files",
                  "disturbed"
                ],
                "properties": {
                  "index": { "type": "integer" },
                  "verdict": { "type": "string", "examples": ["AC", "PC", "WA", "TLE", "MLE", "OLE", "ILE", "RE", "JE"] },
                  "message": { "type": "string" },
                  "points": { "type": "string", "description": "So many points, where the checker gives them: a decimal." },
                  "part": { "type": "string", "description": "Such a part of all, from 0 to 1, where the checker gives that." },
                  "ending": {
                    "type": "string",
                    "enum": [
                      "exited", "signaled", "cpu_limit", "wall_limit", "memory_limit", "output_limit", "security_violation",
                      "failed"
                    ]
                  },
                  "exit_code": { "type": "integer" },
                  "signal": { "type": "integer" },
                  "cpu_ms": { "type": "number" },
                  "wall_ms": { "type": "number" },
                  "memory_bytes": { "type": "integer" },
                  "stdout": { "$ref": "#/components/schemas/Bytes" },
                  "stderr": { "$ref": "#/components/schemas/Bytes" },
                  "files": { "type": "array", "items": { "$ref": "#/components/schemas/File" } },
                  "disturbed": { "type": "boolean", "description": "Whether the host disturbed the run, so that its times may be too long." }
                }
              },
              "Execution": {
                "type": "object", "required": ["state", "language"],
                "properties": {
                  "id": { "type": "string" },
                  "state": { "type": "string", "enum": ["open", "finished", "failed", "cancelled"] },
                  "verdict": { "type": "string", "description": "That of the first test that was not accepted; CE; JE if the checker does not compile." },
                  "language": { "type": "string" },
                  "labels": { "type": "object", "additionalProperties": { "type": "string" } },
                  "created_at": { "type": "string", "format": "date-time" },
                  "started_at": { "type": "string", "format": "date-time" },
                  "finished_at": { "type": "string", "format": "date-time" },
                  "expires_at": { "type": "string", "format": "date-time" },
                  "failure": { "type": "string", "description": "Why nothing came of it: never the program's fault." },
                  "compilation": { "$ref": "#/components/schemas/Compilation" },
                  "checker": {
                    "$ref": "#/components/schemas/Compilation", "description": "That of the checker that came along, once the program was compiled."
                  },
                  "tests": { "type": "array", "items": { "$ref": "#/components/schemas/ExecutionTestResult" } },
                  "worker": { "type": "string" }
                }
              },
              "ExecutionList": {
                "type": "object", "required": ["executions"],
                "properties": {
                  "executions": { "type": "array", "items": { "$ref": "#/components/schemas/Execution" } },
                  "next": { "type": "string", "description": "The cursor of the next page; absent at the end." }
                }
              }
            }
          }
        }
        """#
}
