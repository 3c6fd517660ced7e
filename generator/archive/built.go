package archive

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"html"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/output"
	"gongkai/generator/render"
	"gongkai/generator/workspace"
)

// built is the output folder, which is what its manifest says.
type built struct {
	disk     disk
	root     *os.Root
	manifest output.Manifest
	beside   []output.Entry // the manifest's own file, and its signature where there is one
	foreign  []string       // files that the manifest does not list
}

// named is how many files a message names.
const named = 5

// openBuilt opens an output folder and compares each of its files with the manifest.
func openBuilt(d disk, out string) (*built, error) {
	none := &Refusal{diag.Textf("%s 里没有生成好的网站", "%s holds no built site", filepath.ToSlash(out)), diag.Textf("请先运行 gongkai build", "run gongkai build first")}
	root, err := os.OpenRoot(out)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, none
	}
	if err != nil {
		return nil, err
	}
	b := &built{disk: d, root: root}
	switch err := b.check(out); {
	case errors.Is(err, errNoManifest):
		return nil, errors.Join(none, root.Close())
	case err != nil:
		return nil, errors.Join(err, root.Close())
	}
	return b, nil
}

var errNoManifest = errors.New("there is no manifest")

func (b *built) check(out string) error {
	data, err := b.disk.readFile(b.root, output.ManifestName)
	if errors.Is(err, fs.ErrNotExist) {
		return errNoManifest
	}
	if err != nil {
		return err
	}
	b.manifest, err = output.ParseManifest(data)
	if by, _, _ := strings.Cut(b.manifest.Generator, " "); err != nil || by != "gongkai" {
		return errNoManifest
	}
	b.beside = []output.Entry{entryOf(output.ManifestName, data)}
	switch data, err := b.disk.readFile(b.root, signatureName); {
	case err == nil:
		b.beside = append(b.beside, entryOf(signatureName, data))
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	var missing, changed []string
	listed := map[string]bool{output.ManifestName: true, output.SentName: true, signatureName: true, ".gitignore": true}
	for _, e := range b.manifest.Files {
		listed[e.Path] = true
		switch same, err := b.holds(e); {
		case errors.Is(err, fs.ErrNotExist):
			missing = append(missing, e.Path)
		case err != nil:
			return err
		case !same:
			changed = append(changed, e.Path)
		}
	}
	if len(missing)+len(changed) > 0 {
		return &Refusal{diag.Textf("%s 与其中的 manifest.json 不符：%s", "%s is not what its manifest.json says: %s", filepath.ToSlash(out),
			phrases(phrase("changed", changed), phrase("missing", missing))),
			diag.Textf("这些文件在生成之后被改动过；请重新运行 gongkai build，没有写入任何文件", "they were changed after the build; run gongkai build again; nothing was written")}
	}
	return fs.WalkDir(b.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !listed[name] {
			b.foreign = append(b.foreign, name)
		}
		return err
	})
}

// signatureName is minisign's name for the signature of the manifest, which is packed with it.
const signatureName = output.ManifestName + ".minisig"

func entryOf(name string, data []byte) output.Entry {
	sum := sha256.Sum256(data)
	return output.Entry{Path: name, Size: int64(len(data)), Type: output.MediaType(name), SHA256: hex.EncodeToString(sum[:])}
}

// holds reports whether a file is what the manifest says.
func (b *built) holds(e output.Entry) (bool, error) {
	f, err := b.disk.open(b.root, e.Path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() || info.Size() != e.Size {
		return false, err
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return false, err
	}
	return hex.EncodeToString(sum.Sum(nil)) == e.SHA256, nil
}

// Close lets go of the folder.
func (b *built) Close() error { return b.root.Close() }

// files are all files of the site, the manifest and its signature among them, by path.
func (b *built) files() []output.Entry {
	return slices.SortedFunc(slices.Values(slices.Concat(b.manifest.Files, b.beside)), func(x, y output.Entry) int { return cmp.Compare(x.Path, y.Path) })
}

// compare makes the site again, without keeping it, and refuses where it would differ from the
// one that was built: the sources, the settings or the tool are not what they were.
func (b *built) compare(ctx context.Context, o Options, state *workspace.State) error {
	theme, err := state.Theme.Parsed()
	if err != nil {
		return err
	}
	x, err := render.New(render.Input{Config: state.Config, Site: state.Site, Theme: theme, Books: &state.Theme.Books, Files: state.Root.FS(), Waived: state.Waived,
		Version: "gongkai " + o.Version, Jobs: o.Jobs, Progress: o.Report("render")})
	if err != nil {
		return err
	}
	now := output.NewInventory("gongkai "+o.Version, state.Config.SM3())
	if err := x.All(ctx, now.Write); err != nil {
		return err
	}
	data, err := now.Manifest()
	if err != nil {
		return err
	}
	fresh, err := output.ParseManifest(data)
	if err != nil {
		return err
	}
	was := map[string]string{}
	for _, e := range b.manifest.Files {
		was[e.Path] = e.SHA256
	}
	var changed, added, gone []string
	for _, e := range fresh.Files {
		switch sum, there := was[e.Path]; {
		case !there:
			added = append(added, e.Path)
		case sum != e.SHA256:
			changed = append(changed, e.Path)
		}
		delete(was, e.Path)
	}
	for _, e := range b.manifest.Files {
		if _, left := was[e.Path]; left && !b.compressed(e.Path) {
			gone = append(gone, e.Path)
		}
	}
	if len(changed)+len(added)+len(gone) == 0 {
		return nil
	}
	hint := diag.Textf("请重新运行 gongkai build；用 --base-url 生成的网站，打包时也要写 --base-url；没有写入任何文件",
		"run gongkai build again; a site built with --base-url is packed with the same --base-url; nothing was written")
	if by := b.manifest.Generator; by != fresh.Generator {
		hint = diag.Textf("它由 %s 生成，现在是 %s；请重新运行 gongkai build，没有写入任何文件", "it was built by %s, and this is %s; run gongkai build again; nothing was written", by, fresh.Generator)
	}
	return &Refusal{diag.Textf("生成的网站已经过时，内容在此之后有变化：%s", "the built site is out of date; its content was changed since: %s",
		phrases(phrase("changed", changed), phrase("missing", added), phrase("surplus", gone))), hint}
}

// compressed reports whether a file that the site made again does not have is the compressed copy of
// another of its files, for web servers.
func (b *built) compressed(name string) bool {
	for _, end := range []string{".gz", ".br"} {
		if of, ok := strings.CutSuffix(name, end); ok && slices.ContainsFunc(b.manifest.Files, func(e output.Entry) bool { return e.Path == of }) {
			return true
		}
	}
	return false
}

// phrase lists files, the first of them by name.
func phrase(what string, files []string) diag.Text {
	if len(files) == 0 {
		return diag.Text{}
	}
	list := strings.Join(files[:min(len(files), named)], ", ")
	if len(files) > named {
		list += " …"
	}
	word := map[string]diag.Text{"changed": {ZH: "不同", EN: "differ"}, "missing": {ZH: "缺少", EN: "missing"}, "surplus": {ZH: "多出", EN: "surplus"}}[what]
	return diag.Textf("%s %d 个（%s）", "%[2]d %[1]s (%[3]s)", word, len(files), list)
}

// phrases joins those that say something.
func phrases(all ...diag.Text) diag.Text {
	out := diag.Text{}
	for _, t := range all {
		if t == (diag.Text{}) {
			continue
		}
		if out != (diag.Text{}) {
			out.ZH, out.EN = out.ZH+"，", out.EN+", "
		}
		out.ZH, out.EN = out.ZH+t.ZH, out.EN+t.EN
	}
	return out
}

// title is a page's title.
func (b *built) title(name string) (string, error) {
	data, err := b.disk.readFile(b.root, name)
	if err != nil {
		return "", err
	}
	_, rest, _ := bytes.Cut(data, []byte("<title>"))
	title, _, _ := bytes.Cut(rest, []byte("</title>"))
	return html.UnescapeString(string(title)), nil
}
