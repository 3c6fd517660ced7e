package serve

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/editing/textedit"
)

var errChanged = textedit.ErrChanged

// editSave writes changes into the file, if it still is what the page loaded.
func (s *Server) editSave(r *http.Request, q *editRequest) (any, error) {
	s.edits.saving.Lock()
	defer s.edits.saving.Unlock()
	before, report, err := s.edited(r, q)
	if err != nil {
		return nil, err
	}
	contents, refused := s.edits.recall(q.File, q.Restore), []diag.Finding(nil)
	switch {
	case q.Restore == "":
		if contents, refused = report.Change(q.changes()); len(refused) > 0 {
			f := refusal(http.StatusUnprocessableEntity, "有的内容无法写入，没有保存", "some of it cannot be written; nothing was saved")
			f.cells = refused
			return nil, f
		}
	case contents == nil:
		return nil, refusal(http.StatusGone, "这个版本已经不在了", "these contents are not known any more")
	}
	after := s.edits.Open(q.File, contents)
	if after == nil {
		return nil, refusal(http.StatusUnprocessableEntity, "改动之后读不懂这份文件，没有保存", "the file could not be read afterwards; nothing was saved")
	}
	if err := s.edits.write(s.dir, q.File, before, contents); err != nil {
		if !errors.Is(err, errChanged) {
			return nil, notSaved(q.File, err)
		}
		return nil, s.conflict(r.Context(), q.File)
	}
	out, err := s.loaded(r.Context(), q.File, contents, after)
	if err != nil { // what is on disk is no longer what the page has
		return nil, refusal(http.StatusInternalServerError, "已经保存，但没有能够校验；请重新打开页面", "it was saved, but could not be checked; open the page again")
	}
	return out, nil
}

// write puts contents into a file that still holds what it did.
func (e *editing) write(dir, file string, before, after []byte) error {
	root, err := os.OpenRoot(filepath.Join(dir, contentDir))
	if err != nil {
		return fmt.Errorf("save %s: %w", file, err)
	}
	defer root.Close()
	e.keep(file, before)
	e.keep(file, after)
	if e.Keep != nil {
		e.Keep(file, before, false)
	}
	err = textedit.Replace(root, strings.TrimPrefix(file, contentDir+"/"), before, after)
	if errors.Is(err, textedit.ErrChanged) || errors.Is(err, fs.ErrNotExist) {
		return errChanged
	}
	if err != nil {
		return fmt.Errorf("save %s: %w", file, err)
	}
	if e.Keep != nil {
		e.Keep(file, after, true)
	}
	return nil
}

// notSaved says why a file could not be written.
func notSaved(file string, err error) error {
	if errors.Is(err, textedit.ErrBusy) {
		return refusal(http.StatusLocked, "别人正在写同一个文件夹，没有保存；请稍等再保存一次", "somebody else is writing in the same folder, so it was not saved; save it again in a moment")
	}
	message, hint, ok := diag.OfSystem(file, err)
	if !ok {
		return err
	}
	return refusal(http.StatusInternalServerError, "没有保存：%v。%v", "it was not saved: %v; %v", message, hint)
}

// conflict is the refusal for a file that was changed underneath.
func (s *Server) conflict(ctx context.Context, file string) error {
	f := refusal(http.StatusConflict, "文件在别处改过了", "the file was changed meanwhile")
	data, report, err := s.edits.load(s.dir, file)
	if err == nil {
		f.now, err = s.loaded(ctx, file, data, report)
	}
	if err != nil {
		return err
	}
	return f
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// maxKnown is how many contents are kept to go back to.
const maxKnown = 64

// keep remembers contents to go back to.
func (e *editing) keep(file string, data []byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	key := file + "\n" + hash(data)
	if _, ok := e.known[key]; ok {
		return
	}
	if e.order = append(e.order, key); len(e.order) > maxKnown {
		delete(e.known, e.order[0])
		e.order = e.order[1:]
	}
	e.known[key] = data
}

// recall is what keep remembered; nil for nothing.
func (e *editing) recall(file, hash string) []byte {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.known[file+"\n"+hash]
}
