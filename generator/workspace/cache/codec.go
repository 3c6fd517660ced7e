package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/gob"
	"errors"
)

// A record is written as
//
//	magic       what it is, and which version of the format
//	SHA-256     of all that follows
//	program, options, inputs, outputs
//	found       as package gob writes it, which keeps any bytes of a text
//
// with numbers as varints, and texts and lists after their length.
const magic = "gongkai build record 1\n"

// errDamaged says that it is not a record, or another version's, or that not every byte is as it was written.
var errDamaged = errors.New("cache: damaged")

func (r *Record) encode() ([]byte, error) {
	e := make(encoder, len(magic)+sha256.Size, 1<<20)
	copy(e, magic)
	e.files([]File{r.Program})
	e = append(e, r.Options[:]...)
	e.files(r.Inputs)
	e.files(r.Outputs)
	var found bytes.Buffer
	if err := gob.NewEncoder(&found).Encode(&r.Found); err != nil {
		return nil, err
	}
	e = append(e, found.Bytes()...)
	sum := sha256.Sum256(e[len(magic)+sha256.Size:])
	copy(e[len(magic):], sum[:])
	return e, nil
}

func decode(data []byte) (*Record, error) {
	if len(data) < len(magic)+sha256.Size || string(data[:len(magic)]) != magic {
		return nil, errDamaged
	}
	body := data[len(magic)+sha256.Size:]
	if Sum(sha256.Sum256(body)) != Sum(data[len(magic):len(magic)+sha256.Size]) {
		return nil, errDamaged
	}
	return decodeBody(body)
}

func decodeBody(body []byte) (*Record, error) {
	d := decoder{rest: body, text: string(body)}
	r := &Record{}
	program := d.files()
	if len(program) != 1 {
		return nil, errDamaged
	}
	r.Program = program[0]
	r.Options = d.sum()
	r.Inputs, r.Outputs = d.files(), d.files()
	if d.bad {
		return nil, errDamaged
	}
	if err := gob.NewDecoder(bytes.NewReader(d.rest)).Decode(&r.Found); err != nil {
		return nil, errDamaged
	}
	return r, nil
}

// encoder is what was written so far.
type encoder []byte

func (e *encoder) uint(n uint64) { *e = binary.AppendUvarint(*e, n) }

func (e *encoder) int(n int64) { *e = binary.AppendVarint(*e, n) }

func (e *encoder) files(files []File) {
	e.uint(uint64(len(files)))
	for i := range files {
		f := &files[i]
		e.uint(uint64(len(f.Path)))
		*e = append(*e, f.Path...)
		state := uint64(f.kind) << 1
		if f.settled {
			state |= 1
		}
		e.uint(state)
		if f.kind == folder {
			continue
		}
		e.int(f.Stamp.Size)
		e.int(f.Stamp.Modified)
		e.int(f.Stamp.Changed)
		e.uint(f.Stamp.Inode)
		e.uint(f.Stamp.Device)
		*e = append(*e, f.Sum[:]...)
	}
}

// decoder reads what an encoder wrote. After the first thing that cannot be, it is bad and returns zeros.
type decoder struct {
	rest []byte
	text string // all of it: paths are parts of it
	bad  bool
}

func (d *decoder) fail() { d.bad, d.rest = true, nil }

func (d *decoder) uint() uint64 {
	n, size := binary.Uvarint(d.rest)
	if size <= 0 {
		d.fail()
		return 0
	}
	d.rest = d.rest[size:]
	return n
}

func (d *decoder) int() int64 {
	n, size := binary.Varint(d.rest)
	if size <= 0 {
		d.fail()
		return 0
	}
	d.rest = d.rest[size:]
	return n
}

func (d *decoder) sum() (s Sum) {
	if len(d.rest) < len(s) {
		d.fail()
		return s
	}
	d.rest = d.rest[copy(s[:], d.rest):]
	return s
}

func (d *decoder) string() string {
	n := d.uint()
	if n > uint64(len(d.rest)) {
		d.fail()
		return ""
	}
	at := len(d.text) - len(d.rest)
	d.rest = d.rest[n:]
	return d.text[at : at+int(n)]
}

func (d *decoder) files() []File {
	n := d.uint()
	if n > uint64(len(d.rest)) { // each takes more than one byte
		d.fail()
		return nil
	}
	files := make([]File, 0, min(n, uint64(len(d.rest)/32)))
	for range n {
		f := File{Path: d.string()}
		state := d.uint()
		f.kind, f.settled = kind(state>>1), state&1 != 0
		switch {
		case state>>1 > uint64(link):
			d.fail()
		case f.kind != folder:
			f.Stamp = Stamp{Size: d.int(), Modified: d.int(), Changed: d.int(), Inode: d.uint(), Device: d.uint()}
			f.Sum, f.summed = d.sum(), true
		}
		if d.bad {
			return nil
		}
		files = append(files, f)
	}
	return files
}
