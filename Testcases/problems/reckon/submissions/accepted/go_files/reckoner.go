package main

type reckoner struct {
	line  string
	place int
}

func (r *reckoner) at(signs ...byte) bool {
	for _, sign := range signs {
		if r.place < len(r.line) && r.line[r.place] == sign {
			return true
		}
	}
	return false
}

func (r *reckoner) take() byte {
	r.place++
	return r.line[r.place-1]
}

func (r *reckoner) sum() int {
	value := r.product()
	for r.at('+', '-') {
		if r.take() == '+' {
			value += r.product()
		} else {
			value -= r.product()
		}
	}
	return value
}

func (r *reckoner) product() int {
	value := r.operand()
	for r.at('*') {
		r.take()
		value *= r.operand()
	}
	return value
}

func (r *reckoner) operand() int {
	sign := r.take()
	if sign != '(' {
		return int(sign - '0')
	}
	value := r.sum()
	r.take()
	return value
}
