package serve

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"gongkai/generator/editing/textedit"
)

// maxAttachment is how many bytes an attachment may have.
const maxAttachment = 64 << 20

// maxName is how many characters of a file's name are kept.
const maxName = 60

// attached is a file that lies beside a report now.
type attached struct {
	File  string `json:"file"`  // its name there
	Title string `json:"title"` // what it was called, without its ending
}

// editAttach puts a file beside a report. It is published once the report lists it.
func (s *Server) editAttach(w http.ResponseWriter, r *http.Request) {
	file, name := r.URL.Query().Get("file"), path.Base(strings.ReplaceAll(r.URL.Query().Get("name"), `\`, "/"))
	out, err := func() (any, error) {
		data, err := io.ReadAll(r.Body)
		if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) || len(data) > maxAttachment {
			return nil, refusal(http.StatusRequestEntityTooLarge, "“%s”太大，附件最多 %d MB", "%q is too large; an attachment has at most %d MB", name, maxAttachment>>20)
		}
		if err != nil {
			return nil, refusal(http.StatusBadRequest, "没有收到整个文件", "the file did not arrive whole")
		}
		if f := attachable(name, data); f != nil {
			return nil, f
		}
		s.edits.saving.Lock()
		defer s.edits.saving.Unlock()
		if _, _, err := s.edits.load(s.dir, file); err != nil {
			return nil, err
		}
		kept, err := store(filepath.Join(s.dir, contentDir), strings.TrimPrefix(file, contentDir+"/"), name, data)
		if err != nil {
			return nil, notSaved(name, err)
		}
		return attached{kept, strings.TrimSpace(strings.TrimSuffix(name, path.Ext(name)))}, nil
	}()
	s.answer(w, out, err)
}

// kinds are the endings of files that can be attached, with what they begin with: nil for text, which has no such beginning.
var kinds = func() map[string][]string {
	const zip, ole, rtf = "PK\x03\x04", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", `{\rtf`
	out := map[string][]string{"pdf": {"%PDF-"}, "rtf": {rtf}, "txt": nil, "csv": nil, "png": {"\x89PNG"}, "jpg": {"\xff\xd8\xff"}, "jpeg": {"\xff\xd8\xff"},
		"gif": {"GIF8"}, "webp": {"RIFF"}, "tif": {"II*\x00", "MM\x00*"}, "tiff": {"II*\x00", "MM\x00*"}, "rar": {"Rar!"}, "7z": {"7z\xbc\xaf\x27\x1c"}}
	for _, packed := range []string{"zip", "docx", "xlsx", "pptx", "odt", "ods", "odp", "ofd"} {
		out[packed] = []string{zip}
	}
	for _, old := range []string{"doc", "xls", "ppt", "wps", "et", "dps"} {
		out[old] = []string{ole, zip, rtf}
	}
	return out
}()

// attachable says why a file cannot be attached; nil where it can.
func attachable(name string, data []byte) *fault {
	ending := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
	begins, known := kinds[ending]
	bad := func(zh, en string, args ...any) *fault {
		return refusal(http.StatusUnsupportedMediaType, zh, en, args...)
	}
	switch {
	case !utf8.ValidString(name) || strings.Trim(name, "./") == "":
		return bad("这个文件没有名称", "the file has no name")
	case !known:
		return bad("“%s”不能作附件。可以用 PDF、OFD、Word、WPS、Excel、PowerPoint 文件，图片，文本和压缩包", "%q cannot be attached; PDF, OFD, Word, WPS, Excel and PowerPoint files, pictures, text and archives can", name)
	case len(data) == 0:
		return bad("“%s”是空的", "%q is empty", name)
	case begins == nil && bytes.IndexByte(data, 0) >= 0 && !bytes.HasPrefix(data, []byte("\xff\xfe")) && !bytes.HasPrefix(data, []byte("\xfe\xff")),
		begins != nil && !slices.ContainsFunc(begins, func(b string) bool { return bytes.HasPrefix(data, []byte(b)) }):
		return bad("“%s”的内容不是 .%s 文件，别人会打不开。请用原来的程序打开，另存一份", "the content of %q is not that of a .%s file, so readers could not open it; open it in the program that it is from and save it again", name, ending)
	}
	return nil
}

// nameBeside is the name under which a file lies beside a report: the report's year, and the letters and digits of its own
// name, which every system and every address can have.
func nameBeside(year, name string) string {
	ending := path.Ext(name)
	words := strings.FieldsFunc(norm.NFC.String(strings.TrimSuffix(name, ending)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) > 0 && words[0] == year {
		words = words[1:]
	}
	kept := []rune(strings.Join(words, "-"))
	kept = kept[:min(len(kept), maxName)]
	if len(kept) == 0 {
		kept = []rune("1")
	}
	return year + "-" + strings.TrimSuffix(string(kept), "-") + strings.ToLower(ending)
}

// store writes a file beside a report, by its path below root, whole or not at all, and returns its name there. A file that is
// there already stays: the same contents are not written twice, others get a number.
func store(root, report, name string, data []byte) (string, error) {
	r, err := os.OpenRoot(root)
	if err != nil {
		return "", err
	}
	defer r.Close()
	folder, base := path.Split(report)
	first := nameBeside(strings.TrimSuffix(base, ".md"), name)
	f, err := r.Open(filepath.FromSlash(path.Clean(folder)))
	if err != nil {
		return "", err
	}
	names, err := f.Readdirnames(-1)
	if err = errors.Join(err, f.Close()); err != nil {
		return "", err
	}
	kept := first
	for n := 2; ; n++ {
		there := slices.IndexFunc(names, func(s string) bool { return strings.EqualFold(norm.NFC.String(s), kept) })
		if there < 0 {
			break
		}
		if same, err := r.ReadFile(filepath.FromSlash(folder + names[there])); err == nil && bytes.Equal(same, data) {
			return names[there], nil
		}
		kept = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(first, path.Ext(first)), n, path.Ext(first))
	}
	if err := textedit.Create(r, filepath.FromSlash(folder+kept), data); err != nil {
		return "", err
	}
	return kept, nil
}
