package serve

import (
	"mime"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// editPicture shows a picture that lies beside a report and is not published yet: the page of what is being typed has it already.
func (s *Server) editPicture(w http.ResponseWriter, r *http.Request) {
	none := refusal(http.StatusNotFound, "这里没有这张图片", "there is no such picture here")
	file, name := r.URL.Query().Get("file"), r.URL.Query().Get("name")
	ending := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
	if !pictures[ending] || name != path.Base(name) || strings.ContainsAny(name, `\:`) {
		s.answer(w, nil, none)
		return
	}
	if _, _, err := s.edits.load(s.dir, file); err != nil {
		s.answer(w, nil, err)
		return
	}
	root, err := os.OpenRoot(filepath.Join(s.dir, contentDir))
	if err != nil {
		s.answer(w, nil, err)
		return
	}
	defer root.Close()
	at := filepath.FromSlash(path.Join(path.Dir(strings.TrimPrefix(file, contentDir+"/")), name))
	if info, err := root.Stat(at); err != nil || !info.Mode().IsRegular() || info.Size() > maxAttachment {
		s.answer(w, nil, none)
		return
	}
	data, err := root.ReadFile(at)
	if err != nil || attachable(name, data) != nil {
		s.answer(w, nil, none)
		return
	}
	w.Header().Set("Content-Type", mime.TypeByExtension("."+ending))
	w.Write(data) //nolint:errcheck // the browser has gone
}

// pictures are the endings of those that a text can show.
var pictures = map[string]bool{"png": true, "jpg": true, "jpeg": true, "gif": true, "webp": true}
