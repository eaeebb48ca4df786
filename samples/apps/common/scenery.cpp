// See scenery.hpp.
#include "apps/common/scenery.hpp"

#include <cmath>
#include <cstdint>

namespace samples {

namespace {

struct Frame {
  ImDrawList& list;
  ImVec2 min;
  ImVec2 size;
  float time;
  [[nodiscard]] ImVec2 at(float x, float y) const {
    return {min.x + x * size.x, min.y + y * size.y};
  }
};

/// The same star is at the same place in every frame: a hash, not a generator.
float scatter(std::uint32_t n) {
  n = (n ^ 61U) ^ (n >> 16U);
  n *= 9U;
  n = (n ^ (n >> 4U)) * 0x27d4eb2dU;
  return static_cast<float>((n ^ (n >> 15U)) & 0xFFFFU) / 65535.0F;
}

void draw_sky(const Frame& f) {
  const ImU32 high = IM_COL32(13, 17, 38, 255);
  const ImU32 middle = IM_COL32(43, 45, 92, 255);
  const ImU32 low = IM_COL32(214, 122, 110, 255);
  f.list.AddRectFilledMultiColor(f.at(0, 0), f.at(1, 0.45F), high, high, middle, middle);
  f.list.AddRectFilledMultiColor(f.at(0, 0.45F), f.at(1, 1), middle, middle, low, low);
  for (std::uint32_t i = 0; i < 70; ++i) {
    const float blink = 0.6F + 0.4F * std::sin(f.time * (0.6F + scatter(i + 900)) + scatter(i) * 6);
    const auto alpha = static_cast<int>(200 * blink * (1 - scatter(i + 300) * 0.7F));
    f.list.AddCircleFilled(f.at(scatter(i * 3 + 1), scatter(i * 3 + 2) * 0.55F),
                           0.8F + scatter(i + 77) * 1.2F, IM_COL32(255, 250, 235, alpha), 6);
  }
}

void draw_moon(const Frame& f) {
  const float radius = std::fmin(f.size.x, f.size.y) * 0.075F;
  const ImVec2 middle = f.at(0.72F, 0.26F + 0.012F * std::sin(f.time * 0.2F));
  for (int ring = 6; ring > 0; --ring) {
    f.list.AddCircleFilled(middle, radius * (1 + 0.22F * static_cast<float>(ring)),
                           IM_COL32(255, 236, 200, 10), 48);
  }
  f.list.AddCircleFilled(middle, radius, IM_COL32(255, 241, 214, 255), 48);
}

float ridge(float x, float layer) {
  return 0.5F * std::sin(x * 2.1F + layer * 5) + 0.3F * std::sin(x * 4.7F + layer * 2) +
         0.2F * std::sin(x * 9.3F + layer);
}

/// One row of hills; the nearer, the faster and the darker.
void draw_hills(const Frame& f, int layer) {
  static constexpr ImU32 colors[] = {IM_COL32(104, 76, 116, 255), IM_COL32(66, 53, 96, 255),
                                     IM_COL32(38, 34, 69, 255), IM_COL32(19, 19, 44, 255)};
  constexpr int steps = 64;
  const auto n = static_cast<float>(layer);
  const float base = 0.58F + 0.11F * n;
  const float high = 0.085F - 0.008F * n;
  const float shift = f.time * (0.03F + 0.045F * n);
  const auto top = [&](int i) {
    const float x = static_cast<float>(i) / steps;
    return f.at(x, base - high * ridge(x * (1.4F + 0.4F * n) + shift, n));
  };
  // Strips side by side would show their smoothed edges: they are drawn hard, and the ridge is smoothed by a line.
  const ImDrawListFlags before = f.list.Flags;
  for (int i = 0; i < steps; ++i) {
    const ImVec2 left = top(i);
    const ImVec2 right = top(i + 1);
    f.list.Flags &= ~ImDrawListFlags_AntiAliasedFill;
    f.list.AddQuadFilled(left, right, {right.x, f.at(0, 1).y}, {left.x, f.at(0, 1).y},
                         colors[layer]);
    f.list.Flags = before;
    f.list.AddLine(left, right, colors[layer], 2);
  }
}

/// A small glider, so that a stutter would be seen.
void draw_glider(const Frame& f) {
  const float lap = std::fmod(f.time * 0.07F, 1.3F) - 0.15F;
  const ImVec2 at = f.at(lap, 0.40F + 0.05F * std::sin(f.time * 0.9F));
  const float s = std::fmin(f.size.x, f.size.y) * 0.022F;
  const float roll = 0.35F * std::sin(f.time * 1.1F);
  const ImU32 wing = IM_COL32(250, 244, 230, 255);
  f.list.AddTriangleFilled({at.x + 1.6F * s, at.y}, {at.x - s, at.y - s * (0.9F + roll)},
                           {at.x - 0.4F * s, at.y}, wing);
  f.list.AddTriangleFilled({at.x + 1.6F * s, at.y}, {at.x - 0.4F * s, at.y},
                           {at.x - s, at.y + s * (0.9F - roll)}, IM_COL32(214, 204, 196, 255));
}

}  // namespace

void draw_scenery(ImDrawList& list, ImVec2 min, ImVec2 max, double time) {
  const Frame frame{list, min, {max.x - min.x, max.y - min.y}, static_cast<float>(time)};
  list.PushClipRect(min, max, true);
  draw_sky(frame);
  draw_moon(frame);
  draw_hills(frame, 0);
  draw_hills(frame, 1);
  draw_glider(frame);
  draw_hills(frame, 2);
  draw_hills(frame, 3);
  list.PopClipRect();
}

}  // namespace samples
