package fixity

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"gongkai/generator/archive/fixity/signature"
	"gongkai/generator/archive/fixity/tree"
	"gongkai/generator/diag"
)

// DigestExtension is what the file with a package's digest is called after the package's name;
// it is as sha256sum writes it.
const DigestExtension = ".sha256"

// SignedFile is the file that a signature of what is at a path signs: the manifest of a site's
// folder, the tag manifest of a bag, else the file itself.
func SignedFile(name string) (string, error) {
	info, err := os.Stat(name)
	if err != nil || !info.IsDir() {
		return name, err
	}
	if tags, _ := filepath.Glob(filepath.Join(escaped(name), "tagmanifest-*.txt")); len(tags) > 0 {
		return strongest(tags), nil
	}
	at := filepath.Join(name, manifestName)
	if _, err := os.Stat(at); err != nil {
		return "", ErrUnknown
	}
	return at, nil
}

// escaped makes a path match only itself in a pattern.
func escaped(name string) string {
	return strings.NewReplacer(`[`, `\[`, `*`, `\*`, `?`, `\?`, `\`, `\\`).Replace(name)
}

// strongest is the tag manifest with the best algorithm.
func strongest(tags []string) string {
	for _, algorithm := range []string{"sha512", "sha384", "sha256"} {
		for _, t := range tags {
			if strings.HasSuffix(t, "-"+algorithm+".txt") {
				return t
			}
		}
	}
	return tags[0]
}

// mostSmall is how large a signature, a digest file or a key may be.
const mostSmall = 1 << 16

// beside holds a package against the digest beside it, where there is one.
func (v *verification) beside(r io.ReaderAt, size int64) error {
	name := v.name + DigestExtension
	text, err := readSmall(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(r, 0, size)); err != nil {
		return err
	}
	v.Digest = true
	line, rest, _ := strings.Cut(string(text), "\n")
	stated, of, ok := strings.Cut(line, " ")
	of = strings.TrimLeft(of, " *")
	base := filepath.Base(v.name)
	switch {
	case !ok || rest != "" || len(stated) != 64 || of != base:
		v.note(Manifest, filepath.Base(name), "应为一行：%s 的 SHA-256 和文件名", "it should be one line: the SHA-256 of %s and that name", base)
	case stated != hex.EncodeToString(h.Sum(nil)):
		v.note(Changed, base, "与旁边的 %s 所写的 SHA-256 不同", "its SHA-256 is not the one in %s beside it", filepath.Base(name))
	}
	return nil
}

func readSmall(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, mostSmall))
}

// signed checks the signature beside a file on the disk, if a key is given.
func (v *verification) signed(name, shown string) error {
	if v.key == nil {
		return nil
	}
	text, err := readSmall(name + signature.Extension)
	if errors.Is(err, fs.ErrNotExist) {
		v.note(Signature, shown, "没有签名：找不到 %s", "it is not signed: %s is not there", filepath.Base(name)+signature.Extension)
		return nil
	}
	if err != nil {
		return err
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return v.holds(f, text, shown+signature.Extension)
}

// signedIn checks a signature inside a tree. wanted says that there must be one.
func (v *verification) signedIn(t *tree.Tree, name, prefix string, wanted bool) error {
	if v.key == nil {
		return nil
	}
	text, err := t.Read(name+signature.Extension, mostSmall)
	if errors.Is(err, fs.ErrNotExist) {
		if wanted {
			v.note(Signature, prefix+name, "没有签名：找不到 %s", "it is not signed: %s is not there", name+signature.Extension)
		}
		return nil
	}
	if err != nil {
		return err
	}
	r, err := t.File(name).Open()
	if err != nil {
		return err
	}
	defer r.Close()
	return v.holds(r, text, prefix+name+signature.Extension)
}

func (v *verification) holds(r io.Reader, text []byte, shown string) error {
	comment, err := signature.Verify(*v.key, r, text)
	message := diag.Text{}
	switch {
	case err == nil:
		v.Signed = comment
		if comment == "" {
			v.Signed = v.key.ID()
		}
		return nil
	case errors.Is(err, signature.ErrKey):
		message = diag.Textf("是用别的密钥签的，不是 %s", "it was made with another key than %s", v.key.ID())
		if id := signature.IDOf(text); id != "" {
			message = diag.Textf("是用密钥 %s 签的，不是 %s", "it was made with the key %s, not with %s", id, v.key.ID())
		}
	case errors.Is(err, signature.ErrComment):
		message = diag.Textf("签名里的说明（trusted comment）被改过，或签名受损", "its trusted comment was changed, or the signature is damaged")
	case errors.Is(err, signature.ErrContent):
		message = diag.Textf("签的不是这个内容：签名以后文件变了，或这是另一个文件的签名", "it is not of this content: the file changed after it was signed, or it is the signature of another file")
	case errors.Is(err, signature.ErrForm):
		message = diag.Textf("不是 minisign 的签名", "it is not a minisign signature")
	case errors.Is(err, signature.ErrLegacy):
		message = diag.Textf("是旧式签名，文件太大，无法核对；请用 minisign 0.10 以上的版本重签", "it is of the older form, and the file is too large for that: sign it with minisign 0.10 or later")
	default:
		return err
	}
	v.add(Finding{Kind: Signature, File: shown, Message: message})
	return nil
}
