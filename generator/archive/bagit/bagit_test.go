package bagit

import (
	"errors"
	"io"
	"strings"
	"testing"
)

func TestNames(t *testing.T) {
	for name, want := range map[string]Fault{
		"a/b.txt": 0, "年报 (1)/报告+&~.txt": 0, strings.Repeat("年", 85): 0, strings.Repeat("a", 255) + "/" + strings.Repeat("b", 255): 0,
		"100%.txt": Percent, "a%0Ab": Percent, "a\nb": Break, "a\rb": Break, "a\xffb": NotUTF8, strings.Repeat("年", 86): TooLong,
	} {
		got := Fault(0)
		var e *NameError
		if err := CheckName(name); errors.As(err, &e) {
			got = e.Why
		}
		if got != want {
			t.Errorf("%q: got the fault %d, want %d", name, got, want)
		}
	}
}

// memory keeps what a bag writes.
type memory struct {
	files map[string]string
	order []string
	fail  int // at this file; 0 for none
}

var errFull = errors.New("full")

func (m *memory) Add(name string, open func() (io.ReadCloser, error)) error {
	if m.order = append(m.order, name); len(m.order) == m.fail {
		return errFull
	}
	for range 2 { // as sinks do that have to know sizes
		r, err := open()
		if err != nil {
			return err
		}
		data, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		m.files[name] = string(data)
	}
	return nil
}

func bag() Bag {
	return Bag{Payload: []File{text("b/乙.txt", "b"), text("a.txt", "aa")}, Tags: []File{text("README.txt", "read")},
		Info: []Label{{"Source-Organization", "示例\nBagging-Date: 1"}, {"Empty", ""}}, SM3: true}
}

func TestBag(t *testing.T) {
	m := &memory{files: map[string]string{}}
	if err := bag().Write(m); err != nil {
		t.Fatal(err)
	}
	// Digests by sha512sum and openssl dgst -sm3.
	for name, want := range map[string]string{
		"bagit.txt":    "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
		"bag-info.txt": "Source-Organization: 示例 Bagging-Date: 1\nPayload-Oxum: 3.2\n",
		"data/a.txt":   "aa",
		"manifest-sha512.txt": "f6c5600ed1dbdcfdf829081f5417dccbbd2b9288e0b427e65c8cf67e274b69009cd142475e15304f599f429f260a661b5df4de26746459a3cef7f32006e5d1c1  data/a.txt\n" +
			"5267768822ee624d48fce15ec5ca79cbd602cb7f4c2157a516556991f22ef8c7b5ef7b18d1ff41c59370efb0858651d44a936c11b7b144c48fe04df3c6a3e8da  data/b/乙.txt\n",
	} {
		if got := m.files[name]; got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if got, want := strings.Join(m.order, " "), "bagit.txt README.txt data/a.txt data/b/乙.txt bag-info.txt manifest-sha512.txt manifest-sm3.txt tagmanifest-sha512.txt tagmanifest-sm3.txt"; got != want {
		t.Errorf("written: got %s, want %s", got, want)
	}
	var tagged []string
	for line := range strings.Lines(m.files["tagmanifest-sm3.txt"]) {
		tagged = append(tagged, strings.Fields(line)[1])
	}
	if got, want := strings.Join(tagged, " "), "README.txt bag-info.txt bagit.txt manifest-sha512.txt manifest-sm3.txt"; got != want {
		t.Errorf("the tag manifest lists %s, want %s", got, want)
	}
}

// An error of any write ends the bag.
func TestEachWriteMayFail(t *testing.T) {
	for n := 1; n <= 9; n++ {
		m := &memory{files: map[string]string{}, fail: n}
		if err := bag().Write(m); !errors.Is(err, errFull) || len(m.order) != n {
			t.Errorf("write %d fails: got the error %v after %d writes", n, err, len(m.order))
		}
	}
	twice := bag()
	twice.Payload = append(twice.Payload, text("a.txt", "other"))
	if err := twice.Write(&memory{files: map[string]string{}}); !errors.Is(err, ErrNames) {
		t.Errorf("two files of one name: got the error %v, want %v", err, ErrNames)
	}
	broken := Bag{Payload: []File{{"x", func() (io.ReadCloser, error) { return nil, errFull }}}}
	if err := broken.Write(NewTar(io.Discard, "bag")); !errors.Is(err, errFull) {
		t.Errorf("a file that cannot be read: got the error %v", err)
	}
}
