// Package narrative reads the Chinese prose of a report into claims: what the text says
// of figures that a form's tables hold.
//
// It knows a grammar, not a form: which words speak of which cells, and which speak of
// other bodies, years and things, is a Vocabulary that the form declares. The grammar is
// closed: between the words of a claim and its number nothing may be that is not in
// the vocabulary, and before them nothing but the agency's own name. What it does not
// understand it passes over, for a claim that nobody made is worse than one not seen.
package narrative

// Vocabulary is the words of a form's narrative.
type Vocabulary struct {
	Topics []Topic
	Words  map[Role][]string // words of the grammar
	Names  Naming
	// Cell returns the index of the cell that a placeholder names, -1 for none.
	Cell func(path string) int
}

// Naming is how bodies are named and their names cut short.
type Naming struct {
	Regions     []string   // with what the name of a region ends: 市, 区
	Governments []string   // the heads of a government alone: 人民政府
	Tails       []string   // may follow the head: 机关
	NotRegions  []string   // words that hold one of them and are not regions: 市场
	Areas       []string   // heads of bodies that are called by the name of their area alone: 管委会
	Heads       [][]string // with what the name of a body ends, in full and in short: 委员会, 委
}

// Topic is something that is counted, laid out in rows and columns.
type Topic struct {
	Nouns     []string // name the topic; without them its rows do
	Modifiers []string // before, between or after the nouns, in any order, are part of them
	Units     []string
	Rows      []Term
	Columns   []Term // the first has no words: the column of a number for which none is named
	Wholes    []Set  // what a share may be a part of, beside the whole of its own row
	Grid      [][]int

	// Verbs may come before a row although they are not words of this topic; CausedVerbs only
	// where Causes, with the name of another topic, say why there are such cases.
	Verbs, CausedVerbs, Causes []string
	OwnCauses                  []string // causes that need no name of another topic: 不服答复
}

// Term is what a word means: a sum of rows (or of columns) of its topic's grid.
type Term struct {
	Words  []string
	Rates  []string // its share in the whole: 维持率
	Sets   []Set    // its possible meanings; a message lists the first Named of them, the others only keep a claim from being wrong
	Named  int      // how many of Sets a message lists
	Weak   bool     // any other row in the clause wins over it: what is done to all applications alike, such as 办理
	All    bool     // may be said of everything counted before: 均获维持
	Names  bool     // names its topic without a noun; rows of a topic without nouns, and words that contain a noun, always do
	Marks  bool     // a sentence with it is about the topic, if no other word says what it is about
	Alone  bool     // the Sets after Named count only where the sentence counts none of their rows separately
	Last   string   // the word of the row that is meant with last year before it: 上年·结转
	Next   string   // the word of the row that is meant with the next year after it
	Dated  bool     // has a meaning only with last year or the next year beside it
	Trails bool     // may follow its number in the next clause: 尚有2件，结转下年
	Less   []int    // of a column: the columns that a rate may leave out of the whole
	Bare   bool     // meant where only the topic is named; has no words
	Beside []string // modifiers that mean this row where another row with All is counted next to them: 公开3件、部分公开1件
	Rest   []int    // the rows that must be 0 where it is said of all of the rows in Of: 均已办结
	Of     []int    // see Rest
}

// Set is the sum of some rows or columns, less others.
type Set struct{ Plus, Minus []int }

// Role is what a word of the grammar does in a sentence. A word may have several.
// docs/narrative.md has the grammar, with examples.
type Role uint64

// The roles.
const (
	Filler         Role = 1 << iota // says nothing of its own: 共, 依法
	Opaque                          // looks like a word of the vocabulary and is none: 申请人
	Join                            // between two things that are added up: 和
	Respectively                    // the numbers that follow belong to the things before, one each: 分别为
	Etc                             // after mere examples: 等
	Not                             // there was none: 未
	All                             // all that was claimed before: 均
	Except                          // takes something out of that: 除
	Share                           // before a percentage of a whole: 占
	VersusLastYear                  // compared with last year: 同比
	Than                            // before a year that is compared with: 较
	Up                              // more than that: 增长
	Down                            // less: 减少
	Unchanged                       // the same: 持平
	Times                           // the unit of a multiple: 倍
	Approximate                     // no exact number: 约
	Hypothetical                    // planned, expected, required: 将
	OtherObject                     // another object of counting, in this part of the sentence: 建议
	OtherTopic                      // the sentence is about something else: 备案
	Channel                         // how something came, a part that no table shows: 网络
	OtherBodies                     // other bodies: 各部门
	WholeArea                       // all bodies of the area: 全市
	OwnBody                         // the agency: 我局
	ThisYear                        // the report's year, or the whole of it: 全年
	OtherPeriod                     // another year, or a part of one: 上半年
	EveryBody                       // of OtherBodies: the whole area after a word for it: 各级行政机关
	ListHead                        // what follows is a list of something else: 申请内容
	Particle                        // between a noun and its modifiers: 的
	Complete                        // of OfWhich: before all of its parts: 包括
	DividedBy                       // by what a whole is divided: 按
	Rest                            // the part that makes a list complete: 其他
	Overlap                         // parts that may be counted twice: 涉及
	Same                            // of Overlap: things that are the same: 同步
	OnBehalf                        // before the body for which the agency acts: 代表
	Until                           // before the end of a period: 截至
	Cumulative                      // of all years up to then: 累计
	Mostly                          // after 以 and what most of something is: 为主
	Altogether                      // before the sum of several: 共计
	LastYear                        // of OtherPeriod: 上年
	NextYear                        // of OtherPeriod: 次年
	From                            // before what something was, and then became: 由
	ChangedTo                       // before what it became: 增至
	Doubled                         // twice last year's: 翻番
	Quadrupled                      // four times: 翻两番
	OwnArea                         // of WholeArea: the area is the speaker's: 我区
	Department                      // of OtherBodies: bodies that are not towns: 各部门
	Halved                          // half of it: 减半
	Around                          // of a percentage: about that much: 约
	AtLeast                         // that or more: 超过
	AtMost                          // that or less: 不足
	OfWhich                         // before the parts of what was claimed: 其中
	Nearly                          // of Around: no more than that: 近
	Askers                          // of Filler: those who asked, of all of whom a column is said: 申请人
	Because                         // of Filler: before a reason: 因
	Unit
	noun
	row
	column
	naming   // of a row: says by itself what is spoken of
	marking  // of a row: tells the topic of a sentence that names none
	modifier // of a topic's nouns
	caused   // a cause, or a row whose word holds one
)

// Number is Int × 10^(Exp−Scale): Scale digits were written after the point, and Exp
// is 4 for a number in 万.
type Number struct {
	Int        int64
	Scale, Exp int
}

// Kind of a claim.
type Kind uint8

// The kinds of claims.
const (
	Count  Kind = iota + 1 // Readings are Number
	Every                  // all of Whole is in Readings
	Done                   // all is done: Readings are nothing
	Part                   // Readings, of which the text says Base, are Number percent of Whole
	Growth                 // Readings are Number percent more (Sign) than last year, or Number more
	Factor                 // Readings are Number times last year's
	Before                 // Readings were Number last year
	Sum                    // Parts, given one by one, are said to make Number; it has no Readings
)

// Claim is one thing that a text says of figures.
type Claim struct {
	Kind       Kind
	From, Till int // the words of the claim, in bytes of the text
	At, To     int // its number with the unit; the words themselves where there is none
	Number     Number
	Unit       string
	Percent    bool // of Growth
	Sign       int  // of Growth: 1 more, -1 less, 0 the same
	Bare       bool // of Growth: without a number
	Readings   []Reading
	Whole      []Reading
	Base       Number // of Part, Every and Growth: the number that the text gives for what it speaks of
	Told       bool   // the text gives Base
	Rough      Role   // of Part, Growth: Around, with Nearly, AtLeast, AtMost; 0 for an exact percentage
	Sole       bool   // of Part: nothing else was counted in the sentence, of which it could be a share too
	Parts      Number // of Sum
	Given      bool   // a placeholder printed the number
	Stale      bool   // of Before: perhaps the year is wrong and not the number
	Least      bool   // of Count: earlier years may be counted too, 累计收到12件; then Number is much more than the readings
	Most       bool   // of Count: perhaps of only a part of the readings, so that these may be more but not less
	Over       bool   // of Count: Number and a little more, 3000余件; of Factor: about Number, or less than twice that
}

// Reading is a sum of cells, by their index, that a claim may speak of.
type Reading struct {
	Plus, Minus []int
	Named       bool // listed in messages; another reading only keeps the claim from being wrong
}
