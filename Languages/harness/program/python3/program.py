{{candidate}}
