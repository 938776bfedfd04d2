/// What SandboxFusion does to programs before it runs them, rule by rule. Pure.
enum SandboxFusionCode {
    /// A program without what runs it, where tests do that.
    static func withoutEntryPoint(_ code: String, language: String) -> String {
        var code = code
        switch language {
        case "python": code = head(of: code, before: "if __name__ == \"__main__\":", trimmed: true)
        case "cpp": code = head(of: code, before: "int main()", trimmed: true)
        case "go": code = code.replacing("package main", with: "")
        default: break
        }
        return head(of: code, before: "# Example usage", trimmed: true)
    }

    /// A program with tests behind it, or in the place that they leave for it.
    static func withTests(_ code: String, _ tests: String, asLiteral: Bool) -> String {
        func written(_ code: String) -> String { asLiteral ? pythonLiteral(code) : code }
        let parts = tests.split(separator: "#<INSERT>", omittingEmptySubsequences: false)
        // As the original has it: what follows a second mark is left out.
        if parts.count > 1 { return parts[0] + written(code) + parts[1] }
        return written(head(of: code, before: "if __name__ ==", trimmed: false)) + "\n" + tests
    }

    /// A completion up to where it stops to be one.
    /// - Throws: ``RecordError`` for a stop that is a regular expression.
    static func completion(_ text: String, stoppingAt tokens: [String]) throws(RecordError) -> String {
        var text = text
        for token in tokens where token != "\n\n" {
            if token == nextStatement {
                text = headBeforeStatement(text)
            } else if token.hasPrefix("re:") {
                throw RecordError(
                    "the stop token \"\(token)\" is a regular expression, and those are not followed here")
            } else {
                text = head(of: text, before: token, trimmed: false)
            }
        }
        return text
    }

    /// The stop of Python's completions, as SandboxFusion writes it: a line that is not indented.
    static let nextStatement = "re:\n(?!\\s|\n)(?=.|\n)"

    private static func headBeforeStatement(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let end = bytes.indices.first { place in
            guard bytes[place] == UInt8(ascii: "\n"), place + 1 < bytes.count else { return false }
            return ![0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D].contains(bytes[place + 1])
        }
        return end.map { String(decoding: bytes[..<$0], as: UTF8.self) } ?? text
    }

    /// A completion up to the end of the function that it is the rest of.
    static func completion(_ text: String, endingFunctionIn fence: String) -> String {
        let end: String
        switch fence {
        case "julia", "lua", "ruby": end = "\nend"
        case "cpp", "csharp", "typescript", "perl", "r", "d", "go", "javascript", "php": end = "\n}"
        default: return text
        }
        guard let range = text.firstRange(of: end) else { return text }
        return String(text[..<range.upperBound])
    }

    /// The first program of a freeform answer, as the original cleans it.
    static func firstProgram(in answer: String, fence: String) -> String {
        let code = CodeExtraction.firstBlock(in: answer, language: fence).replacing("\r", with: "")
        switch fence {
        case "python3": return withoutEntryPoint(code, language: "python")
        case "java":
            let solution = code.replacing("public class Main {\n", with: "class Solution {\n")
            guard solution != code else { return withoutEntryPoint(code, language: "java") }
            return withoutEntryPoint(
                solution.replacing("public static void main(String[] args)", with: ""), language: "java")
        default: return withoutEntryPoint(code, language: fence)
        }
    }

    /// A program without a main function, where that is easily told.
    static func withoutMain(_ code: String, fence: String) -> String {
        switch fence {
        case "d": head(of: code, before: "void main", trimmed: false)
        case "csharp": head(of: code, before: "public static void Main", trimmed: false)
        default: code
        }
    }

    /// What stands before all programs of HumanEval in a language: what authors of completions take for granted.
    ///
    /// Of what the original names, that is asked for first which is not everywhere: a missing library is no fault of a program's.
    static func imports(_ fence: String) -> String {
        switch fence {
        case "python3":
            """
            import math
            import re
            import sys
            import copy
            import datetime
            import itertools
            import collections
            import heapq
            import statistics
            import functools
            import hashlib
            import string
            from typing import *
            from collections import *
            try:
                import numpy
                import numpy as np
            except ImportError:
                pass
            """
        case "cpp":
            """
            #include <bits/stdc++.h>
            #if __has_include(<boost/any.hpp>)
            #include <boost/any.hpp>
            #endif
            using namespace std;
            """
        case "java":
            """
            import java.util.*;
            import java.lang.reflect.*;
            import java.security.*;
            import java.math.*;
            import java.io.*;
            import java.util.stream.*;
            """
        case "csharp":
            """
            using System;
            using System.Numerics;
            using System.Diagnostics;
            using System.Collections.Generic;
            using System.Linq;
            using System.Text;
            using System.Security.Cryptography;
            """
        default: ""
        }
    }

    /// What stands before `mark` in a text, which may be all of it.
    static func head(of text: String, before mark: String, trimmed: Bool) -> String {
        guard let range = text.firstRange(of: mark) else { return text }
        let head = text[..<range.lowerBound]
        return trimmed ? head.withoutBlanksAround : String(head)
    }

    /// A text as Python writes it in a program.
    static func pythonLiteral(_ text: String) -> String {
        let quote = text.contains("'") && !text.contains("\"") ? "\"" : "'"
        var literal = quote
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": literal += "\\\\"
            case "\n": literal += "\\n"
            case "\r": literal += "\\r"
            case "\t": literal += "\\t"
            case "'" where quote == "'": literal += "\\'"
            case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                literal += "\\x" + String(repeating: "0", count: 2 - digits.count) + digits
            default: literal.unicodeScalars.append(scalar)
            }
        }
        return literal + quote
    }
}
