package narrative

import "unicode/utf8"

// letters is a set of characters by their last six bits, to tell in passing what is not in it. Those are also the last
// six bits of a character's last byte.
type letters uint64

func (l *letters) add(r rune) { *l |= 1 << (r & 63) }

// addFirst adds that with which a text begins.
func (l *letters) addFirst(text string) {
	r, _ := utf8.DecodeRuneInString(text)
	l.add(r)
}

// addLast adds that with which a text ends.
func (l *letters) addLast(text string) {
	r, _ := utf8.DecodeLastRuneInString(text)
	l.add(r)
}

// may reports whether a character may be in the set.
func (l letters) may(r rune) bool { return l&(1<<(r&63)) != 0 }

// mayEnd reports whether the last character of a text, which has one, may be in the set.
func (l letters) mayEnd(text []byte) bool { return l&(1<<(text[len(text)-1]&63)) != 0 }
