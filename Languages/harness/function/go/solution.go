package main

{{candidate}}
