package wxmsg

import (
	"fmt"
	"strconv"
	"strings"

	"petitiondesk/bot/internal/wxxml"
)

// codec lets one bind method per type both read a message from its XML and write it back, so the two cannot drift
// apart. It reads when in is set and writes to out otherwise.
type codec struct {
	in  *node
	out []byte
	err error
}

// text binds a string element; an empty one is still written, as WeCom does.
func (c *codec) text(name string, value *string) {
	if c.in == nil {
		c.open(name)
		c.out = wxxml.AppendCDATA(c.out, *value)
		c.close(name)
		return
	}
	if kid := c.in.child(name); kid != nil {
		*value = kid.text
	}
}

// option is a text that is left out when empty.
func (c *codec) option(name string, value *string) {
	if c.in != nil || *value != "" {
		c.text(name, value)
	}
}

func (c *codec) number(name string, value *int64) {
	if c.in == nil {
		c.bare(name, strconv.FormatInt(*value, 10))
		return
	}
	n, err := integer(name, c.trimmed(name))
	c.keep(err)
	*value = n
}

// optionNumber is a number that is left out when zero.
func (c *codec) optionNumber(name string, value *int64) {
	if c.in != nil || *value != 0 {
		c.number(name, value)
	}
}

func (c *codec) decimal(name string, value *float64) {
	if c.in == nil {
		c.bare(name, strconv.FormatFloat(*value, 'f', -1, 64))
		return
	}
	text := c.trimmed(name)
	if text == "" {
		return
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		c.keep(fmt.Errorf("%s is no number", name))
		return
	}
	*value = f
}

// group binds the children of one element.
func (c *codec) group(name string, body func(*codec)) {
	if c.in == nil {
		c.open(name)
		body(c)
		c.close(name)
		return
	}
	if kid := c.in.child(name); kid != nil {
		inner := codec{in: kid}
		body(&inner)
		c.keep(inner.err)
	}
}

// list binds every element called name to one entry of items.
func list[T any](c *codec, name string, items *[]T, body func(*codec, *T)) {
	if c.in == nil {
		for i := range *items {
			c.open(name)
			body(c, &(*items)[i])
			c.close(name)
		}
		return
	}
	for i := range c.in.kids {
		if c.in.kids[i].name != name {
			continue
		}
		inner := codec{in: &c.in.kids[i]}
		var item T
		body(&inner, &item)
		c.keep(inner.err)
		*items = append(*items, item)
	}
}

// words binds repeated text elements.
func words(c *codec, name string, items *[]string) {
	list(c, name, items, func(c *codec, item *string) { c.content(item) })
}

// content binds the text of the element itself.
func (c *codec) content(value *string) {
	if c.in == nil {
		c.out = wxxml.AppendCDATA(c.out, *value)
		return
	}
	*value = c.in.text
}

func (c *codec) trimmed(name string) string {
	if kid := c.in.child(name); kid != nil {
		return strings.TrimSpace(kid.text)
	}
	return ""
}

func (c *codec) keep(err error) {
	if c.err == nil {
		c.err = err
	}
}

func (c *codec) bare(name, value string) {
	c.open(name)
	c.out = append(c.out, value...)
	c.close(name)
}

func (c *codec) open(name string) { c.out = append(append(append(c.out, '<'), name...), '>') }

func (c *codec) close(name string) { c.out = append(append(append(c.out, "</"...), name...), '>') }
