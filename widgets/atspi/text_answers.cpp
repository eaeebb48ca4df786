// The text of fields, rows and secret values. It is one line, nothing in it is selected, and the caret is at its end.
#include "bridge_impl.hpp"

namespace hellojohn {
inline namespace v0 {
namespace atspi {

namespace {

constexpr std::uint32_t one_character =
    0;  // ATSPI_TEXT_BOUNDARY_CHAR and ATSPI_TEXT_GRANULARITY_CHAR.

struct Piece {
  std::string text;
  gint32 begin = 0;
  gint32 end = 0;
};

gint32 size_of(const std::string& text) {
  return static_cast<gint32>(g_utf8_strlen(text.c_str(), -1));
}

Piece piece_of(const std::string& all, gint32 begin, gint32 end) {
  const gint32 size = size_of(all);
  if (end < 0 || end > size) end = size;
  if (begin < 0 || begin > end) begin = end;
  const char* const from = g_utf8_offset_to_pointer(all.c_str(), begin);
  const char* const to = g_utf8_offset_to_pointer(all.c_str(), end);
  return {std::string(from, to), begin, end};
}

/// The character at the offset, or the whole line: what word, sentence and line are here.
GVariant* at_offset(const std::string& all, std::string_view method, GVariant* in) {
  gint32 offset = 0;
  guint32 unit = 0;
  g_variant_get(in, "(iu)", &offset, &unit);
  if (method == "GetTextBeforeOffset") --offset;
  if (method == "GetTextAfterOffset") ++offset;
  const gint32 size = size_of(all);
  Piece piece{{}, size, size};
  if (unit == one_character) {
    if (offset >= 0 && offset < size) piece = piece_of(all, offset, offset + 1);
  } else if (method == "GetTextAtOffset" || method == "GetStringAtOffset") {
    piece = piece_of(all, 0, size);
  }
  return g_variant_new("(sii)", piece.text.c_str(), piece.begin, piece.end);
}

}  // namespace

GVariant* Bridge::Impl::text(const Target& target, std::string_view method, GVariant* in) {
  if (method == "SetTextContents") {
    const char* words = nullptr;
    g_variant_get(in, "(&s)", &words);
    return g_variant_new("(b)", fill(*frame, *target.object, words) ? TRUE : FALSE);
  }
  const std::string all = text_of(*frame, *target.object);
  if (method == "GetText") {
    gint32 begin = 0;
    gint32 end = 0;
    g_variant_get(in, "(ii)", &begin, &end);
    return g_variant_new("(s)", piece_of(all, begin, end).text.c_str());
  }
  if (method == "GetCharacterAtOffset") {
    gint32 offset = 0;
    g_variant_get(in, "(i)", &offset);
    const bool there = offset >= 0 && offset < size_of(all);
    const gunichar c =
        there ? g_utf8_get_char(g_utf8_offset_to_pointer(all.c_str(), offset)) : gunichar{0};
    return g_variant_new("(i)", static_cast<gint32>(c));
  }
  if (method == "GetNSelections") return g_variant_new("(i)", 0);
  if (method == "GetSelection") return g_variant_new("(ii)", 0, 0);
  if (method == "GetAttributes" || method == "GetAttributeRun") {
    return g_variant_new("(a{ss}ii)", nullptr, 0, size_of(all));
  }
  if (method == "GetDefaultAttributes" || method == "GetDefaultAttributeSet") {
    return g_variant_new("(a{ss})", nullptr);
  }
  if (method == "GetCharacterExtents" || method == "GetRangeExtents") {
    return g_variant_new("(iiii)", 0, 0, 0, 0);
  }
  if (method == "SetCaretOffset") return g_variant_new("(b)", FALSE);
  return at_offset(all, method, in);
}

}  // namespace atspi
}  // namespace v0
}  // namespace hellojohn
