package graph

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
)

// A step runs again for what it read, and the wave stops where the result is the same.
func TestWave(t *testing.T) {
	g := New()
	text := map[string]string{"a": "1", "b": "2"}
	var mu sync.Mutex // steps run at the same time
	var ran []string
	note := func(step string) {
		mu.Lock()
		defer mu.Unlock()
		ran = append(ran, step)
	}
	lengths := NewTable(g, "length", func(a, b int) bool { return a == b })
	sums := NewTable[int](g, "sum", nil)
	refresh := func() []string {
		ran = nil
		lengths.Refresh(t.Context(), []string{"a", "b"}, func(name string, r *Reads) int {
			note("length " + name)
			r.Read("text", name)
			return len(text[name])
		}, nil)
		sums.Refresh(t.Context(), []string{"both"}, func(name string, r *Reads) int {
			note("sum")
			return lengths.Get(r, "a") + lengths.Get(r, "b") + lengths.Get(r, "c")
		}, nil)
		return ran
	}
	lengths.Refresh(t.Context(), nil, nil, nil)
	for i, step := range []struct {
		edit func()
		ran  []string
		sum  int
	}{
		{func() {}, []string{"length a", "length b", "sum"}, 2},
		{func() {}, nil, 2},
		{func() { text["a"] = "9"; g.Touch("text", "a") }, []string{"length a"}, 2},
		{func() { text["a"] = "99"; g.Touch("text", "a") }, []string{"length a", "sum"}, 3},
		{func() { g.Touch("length", "c") }, []string{"sum"}, 3},
	} {
		g.Begin()
		step.edit()
		refresh()
		slices.Sort(ran)
		if !slices.Equal(ran, step.ran) || sums.Peek("both") != step.sum {
			t.Errorf("step %d: ran %v, sum %d", i+1, ran, sums.Peek("both"))
		}
	}
	if got := fmt.Sprint(sums.Inputs("both")); got != "[{length a} {length b} {length c}]" {
		t.Error(got)
	}
}

// What was cut short is made the next time.
func TestCancelled(t *testing.T) {
	g := New()
	table := NewTable[int](g, "x", nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	table.Refresh(ctx, []string{"a"}, func(string, *Reads) int { return 1 }, nil)
	if table.Peek("a") != 0 {
		t.Fatal("made all the same")
	}
	g.Begin()
	table.Refresh(t.Context(), []string{"a"}, func(string, *Reads) int { return 2 }, nil)
	if table.Peek("a") != 2 {
		t.Error("not made")
	}
}

// Whatever changes, what there is equals what would be made now.
func TestEqualsClean(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	g := New()
	const n = 40
	values := make([]int, n)
	v := NewValue(g, "all", func(a, b int) bool { return a == b })
	first := NewTable(g, "first", func(a, b int) bool { return a == b })
	second := NewTable[int](g, "second", nil)
	all := 0
	one := func(i int) int { return values[i] / 2 }
	two := func(i int) int { return one(i) + one((i*7+one(i))%n) + all }
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprint(i)
	}
	index := func(name string) (i int) { _, _ = fmt.Sscan(name, &i); return }
	told := map[string]int{}
	second.Changed = func(name string, _, now int) { told[name] = now }
	for round := range 300 {
		g.Begin()
		for range r.IntN(4) {
			i := r.IntN(n)
			values[i] = r.IntN(6)
			g.Touch("value", names[i])
		}
		if r.IntN(20) == 0 {
			all = r.IntN(3)
		}
		v.Set(all)
		live := slices.DeleteFunc(slices.Clone(names), func(string) bool { return r.IntN(30) == 0 })
		first.Refresh(t.Context(), names, func(name string, r *Reads) int {
			r.Read("value", name)
			return one(index(name))
		}, nil)
		second.Refresh(t.Context(), live, func(name string, r *Reads) int {
			i := index(name)
			a := first.Get(r, name)
			return a + first.Get(r, names[(i*7+a)%n]) + v.Get(r)
		}, nil)
		for _, name := range names {
			want := two(index(name))
			if !slices.Contains(live, name) {
				want = 0
			}
			if got := second.Peek(name); got != want || told[name] != want {
				t.Fatalf("round %d, %s: %d, told %d, want %d", round, name, got, told[name], want)
			}
		}
	}
}

func BenchmarkRefresh(b *testing.B) {
	g := New()
	table := NewTable[int](g, "x", nil)
	names := make([]string, 1000)
	for i := range names {
		names[i] = fmt.Sprint(i)
	}
	for b.Loop() {
		g.Begin()
		g.Touch("in", "7.3")
		table.Refresh(context.Background(), names, func(name string, r *Reads) int {
			for i := range 20 {
				r.Read("in", name+"."+fmt.Sprint(i))
			}
			return 1
		}, nil)
	}
}
