package wxmsg

import (
	"bytes"
	"errors"

	"petitiondesk/bot/internal/wxxml"
)

// node is one element of the parsed document.
type node struct {
	name string
	text string
	kids []node
}

var errTooManyElements = errors.New("too many elements")

// maxNodes is far above the largest real message and keeps a hostile one from costing memory.
const maxNodes = 20_000

// readTree reads a whole document.
func readTree(data []byte) (node, error) {
	reader := wxxml.NewReader(data)
	root, err := reader.Next()
	if err != nil {
		return node{}, err
	}
	budget := maxNodes
	tree, err := readElement(&reader, root, &budget)
	if err != nil {
		return node{}, err
	}
	_, err = reader.Next()
	return tree, err
}

func readElement(reader *wxxml.Reader, open wxxml.Token, budget *int) (node, error) {
	if *budget--; *budget < 0 {
		return node{}, errTooManyElements
	}
	n := node{name: string(open.Bytes)}
	var text []byte
	var marked bool // CDATA was seen, so white space around it is layout
	for {
		token, err := reader.Next()
		if err != nil {
			return node{}, err
		}
		switch token.Kind {
		case wxxml.Open:
			kid, err := readElement(reader, token, budget)
			if err != nil {
				return node{}, err
			}
			n.kids = append(n.kids, kid)
		case wxxml.Close:
			n.text = wxxml.Clean(string(text))
			return n, nil
		case wxxml.Text:
			if !token.Raw && !marked {
				marked = true
				text = bytes.TrimSpace(text)
			}
			if token.Raw && marked && len(bytes.TrimSpace(token.Bytes)) == 0 {
				continue
			}
			if text, err = token.Decode(text); err != nil {
				return node{}, err
			}
		}
	}
}

// child returns the first element of that name, or nil.
func (n *node) child(name string) *node {
	for i := range n.kids {
		if n.kids[i].name == name {
			return &n.kids[i]
		}
	}
	return nil
}
