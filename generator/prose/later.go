package prose

import "sync"

// later is a text that is read when it is first asked for.
type later struct {
	once  sync.Once
	text  func() (body []byte, line int)
	links []Link
}

// Later returns the body that Parse would make of what text returns, which is called when more is asked for than links, of which
// those are known: most reports of a site whose last build is remembered are never read. The body must be Plain.
func Later(text func() (body []byte, line int), links []Link) *Body {
	return &Body{later: &later{text: text, links: links}}
}

// Plain reports whether a body is one of which nothing but its links has to be looked for, unless its text is shown.
func (b *Body) Plain() bool { return len(b.TooComplex()) == 0 }

// read makes sure that the text was read.
func (b *Body) read() *Body {
	if b.later != nil {
		b.later.once.Do(func() { b.parse(b.later.text()) })
	}
	return b
}
