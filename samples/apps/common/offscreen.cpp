// See offscreen.hpp.
#include "apps/common/offscreen.hpp"

#include <png.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace samples {

namespace {

struct Texture {
  const std::uint8_t* pixels = nullptr;
  int width = 0;
  int height = 0;

  [[nodiscard]] const std::uint8_t* texel(int x, int y) const {
    x = std::clamp(x, 0, width - 1);
    y = std::clamp(y, 0, height - 1);
    return pixels + 4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                         static_cast<std::size_t>(x));
  }
  /// Bilinear, 0 to 255 a channel.
  void sample(float u, float v, float out[4]) const {
    const float x = u * static_cast<float>(width) - 0.5F;
    const float y = v * static_cast<float>(height) - 0.5F;
    const int left = static_cast<int>(std::floor(x));
    const int top = static_cast<int>(std::floor(y));
    const float fx = x - static_cast<float>(left);
    const float fy = y - static_cast<float>(top);
    for (int c = 0; c < 4; ++c) {
      const float upper = static_cast<float>(texel(left, top)[c]) * (1 - fx) +
                          static_cast<float>(texel(left + 1, top)[c]) * fx;
      const float lower = static_cast<float>(texel(left, top + 1)[c]) * (1 - fx) +
                          static_cast<float>(texel(left + 1, top + 1)[c]) * fx;
      out[c] = upper * (1 - fy) + lower * fy;
    }
  }
};

struct Box {
  int left, top, right, bottom;
};

/// Fixed point with 8 bits: an edge that two triangles share belongs to exactly one of them.
struct Edge {
  std::int64_t ax, ay, bx, by;
  [[nodiscard]] std::int64_t at(std::int64_t x, std::int64_t y) const {
    return (bx - ax) * (y - ay) - (by - ay) * (x - ax);
  }
  [[nodiscard]] bool owns() const { return ay > by || (ay == by && bx > ax); }
};

std::int64_t fixed(float value) { return std::llround(value * 256.0F); }

void blend(std::uint8_t* to, const float color[4]) {
  const float alpha = color[3] / 255.0F;
  for (int c = 0; c < 3; ++c) {
    const float mixed = color[c] * alpha + static_cast<float>(to[c]) * (1 - alpha);
    to[c] = static_cast<std::uint8_t>(std::lround(mixed));
  }
  to[3] = 255;
}

void triangle(Image& image, const Texture& texture, const Box& clip, const ImDrawVert* a,
              const ImDrawVert* b, const ImDrawVert* c) {
  const auto edge_of = [](const ImDrawVert* p, const ImDrawVert* q) {
    return Edge{fixed(p->pos.x), fixed(p->pos.y), fixed(q->pos.x), fixed(q->pos.y)};
  };
  if (edge_of(a, b).at(fixed(c->pos.x), fixed(c->pos.y)) < 0) std::swap(b, c);
  const Edge edges[3] = {edge_of(b, c), edge_of(c, a), edge_of(a, b)};
  const auto area = static_cast<float>(edges[2].at(fixed(c->pos.x), fixed(c->pos.y)));
  if (area <= 0) return;
  const ImDrawVert* corners[3] = {a, b, c};
  const auto low = [](float x, float y, float z) {
    return static_cast<int>(std::floor(std::min({x, y, z})));
  };
  const auto high = [](float x, float y, float z) {
    return static_cast<int>(std::ceil(std::max({x, y, z})));
  };
  const int left = std::max(clip.left, low(a->pos.x, b->pos.x, c->pos.x));
  const int right = std::min(clip.right, high(a->pos.x, b->pos.x, c->pos.x));
  const int top = std::max(clip.top, low(a->pos.y, b->pos.y, c->pos.y));
  const int bottom = std::min(clip.bottom, high(a->pos.y, b->pos.y, c->pos.y));
  for (int y = top; y < bottom; ++y) {
    for (int x = left; x < right; ++x) {
      float weight[3];
      bool inside = true;
      for (int i = 0; i < 3 && inside; ++i) {
        const std::int64_t w = edges[i].at(x * 256 + 128, y * 256 + 128);
        inside = w > 0 || (w == 0 && edges[i].owns());
        weight[i] = static_cast<float>(w) / area;
      }
      if (!inside) continue;
      float u = 0;
      float v = 0;
      float color[4] = {0, 0, 0, 0};
      for (int i = 0; i < 3; ++i) {
        u += weight[i] * corners[i]->uv.x;
        v += weight[i] * corners[i]->uv.y;
        for (int k = 0; k < 4; ++k)
          color[k] += weight[i] * static_cast<float>((corners[i]->col >> (8 * k)) & 0xFF);
      }
      float texel[4];
      texture.sample(u, v, texel);
      for (int k = 0; k < 4; ++k) color[k] *= texel[k] / 255.0F;
      blend(&image.pixels[4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                               static_cast<std::size_t>(x))],
            color);
    }
  }
}

void draw_list(Image& image, const Texture& texture, const ImDrawList& list) {
  for (const ImDrawCmd& command : list.CmdBuffer) {
    const Box clip{std::max(0, static_cast<int>(command.ClipRect.x)),
                   std::max(0, static_cast<int>(command.ClipRect.y)),
                   std::min(image.width, static_cast<int>(command.ClipRect.z)),
                   std::min(image.height, static_cast<int>(command.ClipRect.w))};
    const ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
    const ImDrawIdx* indices = list.IdxBuffer.Data + command.IdxOffset;
    for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
      triangle(image, texture, clip, vertices + indices[i], vertices + indices[i + 1],
               vertices + indices[i + 2]);
    }
  }
}

png_image png_of(const Image& image) {
  png_image out;
  std::memset(&out, 0, sizeof out);
  out.version = PNG_IMAGE_VERSION;
  out.width = static_cast<png_uint_32>(image.width);
  out.height = static_cast<png_uint_32>(image.height);
  out.format = PNG_FORMAT_RGB;
  return out;
}

}  // namespace

bool write_png(const Image& image, const std::string& path) {
  std::vector<std::uint8_t> opaque;
  opaque.reserve(image.pixels.size() / 4 * 3);
  for (std::size_t i = 0; i < image.pixels.size(); i += 4) {
    opaque.insert(opaque.end(), {image.pixels[i], image.pixels[i + 1], image.pixels[i + 2]});
  }
  png_image out = png_of(image);
  return png_image_write_to_file(&out, path.c_str(), 0, opaque.data(), 0, nullptr) != 0;
}

bool write_small_png(const Image& image, const std::string& path) {
  Image coarse = image;
  for (std::uint8_t& value : coarse.pixels) {
    value = static_cast<std::uint8_t>((value * 31 + 127) / 255 * 255 / 31);
  }
  return write_png(coarse, path);
}

bool read_png(Image& image, const std::string& path) {
  png_image in = png_of({});
  if (png_image_begin_read_from_file(&in, path.c_str()) == 0) return false;
  in.format = PNG_FORMAT_RGBA;
  image.width = static_cast<int>(in.width);
  image.height = static_cast<int>(in.height);
  image.pixels.resize(PNG_IMAGE_SIZE(in));
  return png_image_finish_read(&in, nullptr, image.pixels.data(), 0, nullptr) != 0;
}

Offscreen::Offscreen(int width, int height, const FontOptions& fonts)
    : context_(ImGui::CreateContext()) {
  ImGui::SetCurrentContext(context_);
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigInputTextCursorBlink = false;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
#if IMGUI_VERSION_NUM < 18700
  for (int key = 0; key < ImGuiKey_COUNT; ++key) io.KeyMap[key] = key;
#endif
  resize(width, height);
  fonts_ = add_fonts(fonts);
#if IMGUI_VERSION_NUM >= 19200
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
#else
  unsigned char* pixels = nullptr;
  int w = 0;
  int h = 0;
  io.Fonts->GetTexDataAsRGBA32(&pixels, &w, &h);
#endif
}

Offscreen::~Offscreen() { ImGui::DestroyContext(context_); }

void Offscreen::resize(int width, int height) {
  ImGui::GetIO().DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
}

void Offscreen::frame(const std::function<void()>& submit, float seconds) {
  ImGui::GetIO().DeltaTime = seconds;
  ImGui::NewFrame();
  submit();
  ImGui::Render();
#if IMGUI_VERSION_NUM >= 19200
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    if (texture->Status == ImTextureStatus_WantDestroy) {
      texture->SetTexID(ImTextureID_Invalid);
      texture->SetStatus(ImTextureStatus_Destroyed);
    } else if (texture->Status != ImTextureStatus_OK) {
      texture->SetTexID(1);
      texture->SetStatus(ImTextureStatus_OK);
    }
  }
#endif
}

Image Offscreen::render() const {
  Texture texture;
#if IMGUI_VERSION_NUM >= 19200
  ImTextureData* atlas = ImGui::GetIO().Fonts->TexData;
  texture = {static_cast<const std::uint8_t*>(atlas->GetPixels()), atlas->Width, atlas->Height};
#else
  unsigned char* pixels = nullptr;
  ImGui::GetIO().Fonts->GetTexDataAsRGBA32(&pixels, &texture.width, &texture.height);
  texture.pixels = pixels;
#endif
  const ImDrawData* data = ImGui::GetDrawData();
  Image image;
  image.width = static_cast<int>(data->DisplaySize.x);
  image.height = static_cast<int>(data->DisplaySize.y);
  image.pixels.assign(
      4 * static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height), 0);
  for (int i = 0; i < data->CmdListsCount; ++i) draw_list(image, texture, *data->CmdLists[i]);
  return image;
}

}  // namespace samples
