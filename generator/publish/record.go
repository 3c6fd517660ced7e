package publish

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"slices"

	"gongkai/generator/output"
)

// What a run keeps at the target, as JSON in gzip.
const (
	recordName = output.SentName             // what runs sent, and found to have arrived
	intentName = Folder + "/sending.json.gz" // what a run is about to send; there only while it does, or was interrupted
)

// entry is what the record says of one file.
type entry struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
	Mark   string `json:"mark"`
	Heads  string `json:"heads"`
}

// intended is a file that a run was about to send.
type intended struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}

// knowledge is what the target says of itself.
type knowledge struct {
	record map[string]entry
	saved  map[string]entry           // the record as it is at the target
	ours   map[string]map[string]bool // path → the digests of what runs may have left there
	intent []intended
	there  map[string]Stat
}

// own notes that a file of that name and digest is ours.
func (k *knowledge) own(p, sha256 string) {
	if k.ours[p] == nil {
		k.ours[p] = map[string]bool{}
	}
	k.ours[p][sha256] = true
}

// look reads what the target says of itself. Lists that cannot be read say nothing: what they would have
// said is found out by reading the files.
func (r *run) look(ctx context.Context) (*knowledge, error) {
	k := &knowledge{record: map[string]entry{}, ours: map[string]map[string]bool{}}
	var entries []entry
	if err := r.readList(ctx, recordName, &entries); err != nil {
		return nil, err
	}
	for _, e := range entries {
		if valid(e.Path) {
			k.record[e.Path] = e
			k.own(e.Path, e.SHA256)
		}
	}
	k.saved = maps.Clone(k.record)
	if err := r.readList(ctx, intentName, &k.intent); err != nil {
		return nil, err
	}
	k.intent = slices.DeleteFunc(k.intent, func(i intended) bool { return !valid(i.Path) })
	for _, i := range k.intent {
		k.own(i.Path, i.SHA256)
	}
	if err := r.readManifest(ctx, k); err != nil {
		return nil, err
	}
	folders := map[string]bool{".": true}
	for _, f := range r.site.files {
		addFolders(folders, f.Path)
	}
	for p := range k.ours {
		addFolders(folders, p)
	}
	var err error
	k.there, err = r.store.List(ctx, slices.Sorted(maps.Keys(folders)))
	return k, err
}

// readManifest takes the target's own manifest for a list of what is ours.
func (r *run) readManifest(ctx context.Context, k *knowledge) error {
	data, err := r.readAll(ctx, output.ManifestName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	m, err := output.ParseManifest(data)
	if err != nil || m.Generator == "" {
		return nil // another program's
	}
	k.own(output.ManifestName, "")
	for _, e := range m.Files {
		if valid(e.Path) {
			k.own(e.Path, e.SHA256)
		}
	}
	return nil
}

// most is how large a list may be: a hundred times that of ten thousand reports. A target is not trusted.
const most = 1 << 30

func (r *run) readAll(ctx context.Context, name string) ([]byte, error) {
	c, err := r.store.Read(ctx, name)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	return io.ReadAll(io.LimitReader(c, most))
}

func (r *run) readList(ctx context.Context, name string, list any) error {
	data, err := r.readAll(ctx, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	if data, err = io.ReadAll(io.LimitReader(z, most)); err != nil {
		return nil
	}
	_ = json.Unmarshal(data, list) // what could be read of it is as good as any
	return nil
}

func (r *run) writeList(ctx context.Context, name string, list any) error {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	// Strings and integers always encode, a buffer always takes them.
	_ = json.NewEncoder(z).Encode(list)
	_ = z.Close()
	return r.store.Write(ctx, name, b.Bytes())
}

// saveRecord writes the record where it says something new.
func (r *run) saveRecord(ctx context.Context) error {
	if maps.Equal(r.known.record, r.known.saved) {
		return nil
	}
	entries := make([]entry, 0, len(r.known.record))
	for _, p := range slices.Sorted(maps.Keys(r.known.record)) {
		entries = append(entries, r.known.record[p])
	}
	if err := r.writeList(ctx, recordName, entries); err != nil {
		return err
	}
	r.known.saved = maps.Clone(r.known.record)
	return nil
}

// saveIntent writes down what will be sent, so that whatever becomes of this run the next one knows
// these files for ours.
func (r *run) saveIntent(ctx context.Context) error {
	list := r.known.intent
	for _, f := range r.plan.send {
		list = append(list, intended{f.Path, f.SHA256})
	}
	// What is to be removed stays ours even if the target's manifest is replaced before.
	for _, i := range r.plan.remove {
		for _, sum := range slices.Sorted(maps.Keys(r.known.ours[i.Path])) {
			list = append(list, intended{i.Path, sum})
		}
	}
	slices.SortFunc(list, func(a, b intended) int { return compareIntended(a, b) })
	return r.writeList(ctx, intentName, slices.Compact(list))
}
