// See drawn_text.hpp.
#include "imgui/drawn_text.hpp"

#include <imgui_internal.h>

#include <map>
#include <string_view>
#include <tuple>

namespace hellojohn::tests {

namespace {

using Corners = std::tuple<float, float, float, float>;

void add(std::map<Corners, char32_t>& known, const ImVector<ImFontGlyph>& glyphs) {
  for (const ImFontGlyph& glyph : glyphs) {
    if (!glyph.Visible) continue;
    known[{glyph.U0, glyph.V0, glyph.U1, glyph.V1}] = static_cast<char32_t>(glyph.Codepoint);
  }
}

std::map<Corners, char32_t> all_glyphs() {
  std::map<Corners, char32_t> known;
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
#if IMGUI_VERSION_NUM >= 19200
  for (int i = 0; i < atlas.Builder->BakedPool.Size; ++i) {
    add(known, atlas.Builder->BakedPool[i].Glyphs);
  }
#else
  for (const ImFont* font : atlas.Fonts) add(known, font->Glyphs);
#endif
  return known;
}

}  // namespace

std::vector<Glyph> drawn_text() {
  const auto known = all_glyphs();
  std::vector<Glyph> out;
  const ImDrawData* data = ImGui::GetDrawData();
  for (int n = 0; n < data->CmdListsCount; ++n) {
    const ImDrawList& list = *data->CmdLists[n];
    for (const ImDrawCmd& command : list.CmdBuffer) {
      const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset;
      for (unsigned i = 0; i + 5 < command.ElemCount; i += 3) {
        const ImDrawVert& first = list.VtxBuffer[static_cast<int>(index[i] + command.VtxOffset)];
        const ImDrawVert& last = list.VtxBuffer[static_cast<int>(index[i + 2] + command.VtxOffset)];
        if (index[i + 3] != index[i] || index[i + 4] != index[i + 2]) continue;
        const auto found = known.find({first.uv.x, first.uv.y, last.uv.x, last.uv.y});
        if (found == known.end()) continue;
        out.push_back({found->second, first.pos, last.pos, command.ClipRect});
        i += 3;
      }
    }
  }
  return out;
}

std::u32string inked(std::string_view utf8) {
  std::u32string out;
  const char* at = utf8.data();
  const char* const end = at + utf8.size();
  while (at < end) {
    unsigned character = 0;
    at += ImTextCharFromUtf8(&character, at, end);
    const bool blank =
        character <= 0x20 || character == 0xA0 || character == 0x202F || character == 0x3000;
    if (!blank) out += static_cast<char32_t>(character);
  }
  return out;
}

}  // namespace hellojohn::tests
