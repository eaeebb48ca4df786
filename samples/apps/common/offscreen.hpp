// Dear ImGui without a window or a graphics card: frames are drawn by a small rasteriser, the same on every machine. For
// screenshots and golden frames. Knows no widget.
#pragma once

#include "apps/common/fonts.hpp"

#include <imgui.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace samples {

/// 8-bit RGBA, rows from the top.
struct Image {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;
};

/// False if the file cannot be written or read.
[[nodiscard]] bool write_png(const Image& image, const std::string& path);
/// In 32 steps a channel: nobody sees it, and half the size.
[[nodiscard]] bool write_small_png(const Image& image, const std::string& path);
[[nodiscard]] bool read_png(Image& image, const std::string& path);

/// A separate ImGui context with the fonts of the samples; the current one while it lives.
class Offscreen {
 public:
  Offscreen(int width, int height, float font_size)
      : Offscreen(width, height, FontOptions{font_size}) {}
  Offscreen(int width, int height, const FontOptions& fonts);
  ~Offscreen();
  Offscreen(const Offscreen&) = delete;
  Offscreen& operator=(const Offscreen&) = delete;

  [[nodiscard]] ImFont* heading() const noexcept { return fonts_.heading; }
  [[nodiscard]] ImFont* mono() const noexcept { return fonts_.mono; }

  /// One frame; `submit` runs between NewFrame and Render.
  void frame(const std::function<void()>& submit, float seconds = 1.0F / 60);
  /// The frame drawn last.
  [[nodiscard]] Image render() const;
  void resize(int width, int height);

 private:
  ImGuiContext* context_ = nullptr;
  Fonts fonts_;
};

}  // namespace samples
