package serve

import (
	"net/http"

	"gongkai/generator/editing/amend"
)

// Last is the report of the year before one that is being changed.
type Last struct {
	Year int
	Page string // its output path
	amend.Beside
}

// lastYear is Last as a page gets it.
type lastYear struct {
	Year     int               `json:"year"`
	Page     string            `json:"page"`     // its address
	Cells    map[string]string `json:"cells"`    // its figures, by cells of the report that is being changed
	Sections map[string]string `json:"sections"` // the ids of its sections, by those of that report
}

// editLast tells a page what the report of the year before says.
func (s *Server) editLast(w http.ResponseWriter, r *http.Request) {
	out, err := func() (any, error) {
		_, report, err := s.edits.load(s.dir, r.URL.Query().Get("file"))
		if err != nil {
			return nil, err
		}
		last := s.edits.last(report)
		if last == nil {
			return nil, refusal(http.StatusNotFound, "没有上一年的报告", "there is no report for the year before")
		}
		return lastYear{last.Year, pathOf(last.Page), last.Cells, last.Sections}, nil
	}()
	s.answer(w, out, err)
}

// last is the report of the year before; nil for none.
func (e *editing) last(report *amend.File) *Last {
	if e.Last == nil {
		return nil
	}
	return e.Last(report)
}
