package pdf

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"io"
	"strconv"
	"strings"

	"github.com/ledongthuc/pdf"

	"gongkai/generator/importer/ruling"
)

// What pictures of a file may be.
const (
	mostPictures = 64 << 20   // bytes of all
	mostPixels   = 24_000_000 // of one, and three times as many of all
)

// image shows a picture. What an opaque one covers is not seen: so is the text that programs put below scans.
func (in *interpreter) image(x pdf.Value) {
	box := in.picture(x)
	if !x.Key("SMask").IsNull() || !x.Key("Mask").IsNull() || x.Key("ImageMask").Bool() {
		return
	}
	in.out.Cover(box)
}

// picture takes a picture over, with where it is: the unit square. x is zero for one in the stream.
func (in *interpreter) picture(x pdf.Value) ruling.Picture {
	var b [4]float64
	for i, p := range [][2]float64{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
		x, y := in.state.ctm.At(p[0], p[1])
		if i == 0 {
			b = [4]float64{x, y, x, y}
		}
		b = [4]float64{min(b[0], x), min(b[1], y), max(b[2], x), max(b[3], y)}
	}
	p := ruling.Picture{Left: b[0], Bottom: b[1], Right: b[2], Top: b[3]}
	if !x.IsNull() && in.pictures < mostPictures {
		p.Data = in.taken(x)
		in.pictures += len(p.Data)
	}
	in.out.Pictures = append(in.out.Pictures, p)
	return p
}

// taken is a picture as a file of its own: a JPEG as it is, samples of eight bits as PNG; nil for any other.
func (in *interpreter) taken(x pdf.Value) []byte {
	filter := x.Key("Filter")
	name := filter.Name()
	if filter.Len() == 1 {
		name = filter.Index(0).Name()
	}
	channels := channelsOf(x.Key("ColorSpace"))
	if name == "DCTDecode" {
		_, offset, _ := strings.Cut(x.String(), ">>@") // the library tells where a stream is only in words
		at, err := strconv.Atoi(offset[strings.LastIndexByte(offset, '@')+1:])
		n := int(x.Key("Length").Int64())
		if err != nil || channels == 4 || at <= 0 || n <= 0 || at > len(in.data) || n > len(in.data)-at || !bytes.HasPrefix(in.data[at:], []byte("\xff\xd8")) {
			return nil
		}
		return bytes.Clone(in.data[at : at+n])
	}
	width, height := int(x.Key("Width").Int64()), int(x.Key("Height").Int64())
	if name != "FlateDecode" && name != "LZWDecode" && name != "" || x.Key("BitsPerComponent").Int64() != 8 || channels != 1 && channels != 3 || width <= 0 || height <= 0 || width > mostPixels/height {
		return nil
	}
	if in.pixels += width * height; in.pixels > 3*mostPixels { // each costs their unpacking, however small it is packed
		return nil
	}
	samples := in.samples(x, width*height*channels)
	if samples == nil {
		return nil
	}
	var alpha []byte
	if m := x.Key("SMask"); !m.IsNull() {
		if int(m.Key("Width").Int64()) != width || int(m.Key("Height").Int64()) != height || m.Key("BitsPerComponent").Int64() != 8 {
			return nil
		}
		if alpha = in.samples(m, width*height); alpha == nil {
			return nil
		}
	}
	out := image.NewNRGBA(image.Rect(0, 0, width, height))
	for i := range width * height {
		c := color.NRGBA{A: 255}
		if channels == 1 {
			c.R, c.G, c.B = samples[i], samples[i], samples[i]
		} else {
			c.R, c.G, c.B = samples[3*i], samples[3*i+1], samples[3*i+2]
		}
		if alpha != nil {
			c.A = alpha[i]
		}
		out.SetNRGBA(i%width, i/width, c)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, out); err != nil {
		return nil
	}
	return b.Bytes()
}

// samples are those of a picture; nil where there are fewer, or they cannot be unpacked.
func (in *interpreter) samples(x pdf.Value, n int) (out []byte) {
	defer func() {
		if recover() != nil { // the library does at a filter that it does not know
			out = nil
		}
	}()
	r := x.Reader()
	defer r.Close()
	data, _ := io.ReadAll(io.LimitReader(r, int64(n)))
	if len(data) < n {
		return nil
	}
	return data
}

// channelsOf is how many numbers a colour has; 0 where that is not plain.
func channelsOf(space pdf.Value) int {
	switch name := space.Name(); name {
	case "DeviceGray", "CalGray":
		return 1
	case "DeviceRGB", "CalRGB":
		return 3
	case "DeviceCMYK":
		return 4
	}
	switch space.Index(0).Name() {
	case "ICCBased":
		return int(space.Index(1).Key("N").Int64())
	case "CalGray":
		return 1
	case "CalRGB":
		return 3
	}
	return 0
}
