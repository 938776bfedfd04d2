#!/usr/bin/env python3
print(max(map(int, input().split())))