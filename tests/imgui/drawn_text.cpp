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

/// Three corners of a shape in one colour; of a glyph they differ in `uv`.
bool is_flat(const ImDrawVert* const (&corner)[3]) {
  return corner[0]->uv.x == corner[1]->uv.x && corner[0]->uv.y == corner[1]->uv.y &&
         corner[0]->uv.x == corner[2]->uv.x && corner[0]->uv.y == corner[2]->uv.y;
}

bool is_opaque(const ImDrawVert* const (&corner)[3]) {
  return (corner[0]->col & corner[1]->col & corner[2]->col & IM_COL32_A_MASK) == IM_COL32_A_MASK;
}

bool is_inside(const ImDrawVert* const (&corner)[3], ImVec2 at) {
  bool left = false;
  bool right = false;
  for (int i = 0; i < 3; ++i) {
    const ImVec2 from = corner[i]->pos;
    const ImVec2 to = corner[(i + 1) % 3]->pos;
    const float side = (to.x - from.x) * (at.y - from.y) - (to.y - from.y) * (at.x - from.x);
    left = left || side < 0;
    right = right || side > 0;
  }
  return left != right;
}

}  // namespace

int hidden_corners(ImU32 color) {
  std::vector<ImVec2> open;
  int hidden = 0;
  const ImDrawData* data = ImGui::GetDrawData();
  for (int n = 0; n < data->CmdListsCount; ++n) {
    const ImDrawList& list = *data->CmdLists[n];
    for (const ImDrawCmd& command : list.CmdBuffer) {
      const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset;
      for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
        const ImDrawVert* corner[3];
        for (unsigned k = 0; k < 3; ++k) {
          corner[k] = &list.VtxBuffer[static_cast<int>(index[i + k] + command.VtxOffset)];
        }
        bool same = false;
        for (const ImDrawVert* one : corner) {
          same = same || (one->col & ~IM_COL32_A_MASK) == (color & ~IM_COL32_A_MASK);
          if (one->col == color) open.push_back(one->pos);
        }
        if (same || open.empty() || !is_flat(corner) || !is_opaque(corner)) continue;
        hidden +=
            static_cast<int>(std::erase_if(open, [&](ImVec2 at) { return is_inside(corner, at); }));
      }
    }
  }
  return hidden;
}

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
