package wxmsg

import (
	"encoding/xml"
	"errors"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"petitiondesk/bot/internal/wxxml"
)

func TestMarshalRoundTripsDocumentedShapes(t *testing.T) {
	for _, c := range documented {
		written, err := Marshal(c.want)
		if err != nil {
			t.Errorf("%T: %v", c.want, err)
			continue
		}
		got, err := Parse(written)
		if err != nil {
			t.Errorf("%T: %v", c.want, err)
			continue
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%T: %s", c.want, diff)
		}
	}
}

func TestMarshalFillsTypeAndEvent(t *testing.T) {
	written, err := Marshal(TemplateCardEvent{Header: Header{FromUserName: "a"}, EventKey: "k"})
	if err != nil {
		t.Fatal(err)
	}
	got, err := Parse(written)
	if err != nil || got.Head().MsgType != "event" || got.Head().Event != EventTemplateCard {
		t.Errorf("%+v, %v", got, err)
	}
}

type foreign struct{ Header }

func TestMarshalRefusesForeignTypes(t *testing.T) {
	for _, m := range []Message{foreign{}, &Text{}, nil} {
		if _, err := Marshal(m); !errors.Is(err, ErrMessage) {
			t.Errorf("Marshal(%T) = %v", m, err)
		}
	}
}

// fill sets every field below v to something random that survives XML.
func fill(t *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	case reflect.String:
		v.SetString(wxxml.Clean(rapid.String().Draw(t, "string")))
	case reflect.Int64:
		v.SetInt(rapid.Int64().Draw(t, "integer"))
	case reflect.Float64:
		v.SetFloat(rapid.Float64Range(-180, 180).Draw(t, "decimal"))
	case reflect.Slice:
		length := rapid.IntRange(0, 3).Draw(t, "length")
		if length == 0 {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), length, length))
		for i := range length {
			fill(t, v.Index(i))
		}
	default:
		t.Fatalf("no filler for %s", v.Kind())
	}
}

func TestMarshalRoundTripsAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.SampledFrom(kinds).Draw(t, "kind")
		value := reflect.New(k.goType).Elem()
		fill(t, value)
		event := ""
		if len(k.events) > 0 {
			event = rapid.SampledFrom(k.events).Draw(t, "event")
		}
		value.FieldByName("Header").Set(reflect.ValueOf(Header{
			ToUserName: "ww1", FromUserName: rapid.StringMatching(`[A-Za-z0-9._@-]{1,64}`).Draw(t, "sender"),
			CreateTime: rapid.Int64().Draw(t, "created"), MsgType: k.msgType, Event: event,
			AgentID: rapid.Int64().Draw(t, "agent"), MsgID: rapid.Int64().Draw(t, "id"),
		}))
		want := value.Interface().(Message)
		written, err := Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Parse(written)
		if err != nil {
			t.Fatalf("parse %s: %v", written, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, c := range documented {
		f.Add([]byte(document(c.msgType, c.event, c.body)))
	}
	f.Fuzz(func(t *testing.T, plaintext []byte) {
		got, err := Parse(plaintext)
		if err != nil {
			return
		}
		if head, err := ParseHeader(plaintext); err != nil || head != got.Head() {
			t.Fatalf("header %+v, %v; message has %+v", head, err, got.Head())
		}
		written, err := Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		var readable struct{ FromUserName string }
		if err := xml.Unmarshal(written, &readable); err != nil {
			t.Fatalf("wrote %q: %v", written, err)
		}
		again, err := Parse(written)
		if err != nil {
			t.Fatalf("parse %q: %v", written, err)
		}
		if _, unknown := got.(Unknown); !unknown && reflect.TypeOf(got) != reflect.TypeOf(again) {
			t.Fatalf("%T became %T", got, again)
		}
	})
}
