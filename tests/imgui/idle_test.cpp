// An idle frame takes nothing from the heap, neither by us nor by Dear ImGui, on any screen; a hidden one draws nothing.
#include "imgui/stage.hpp"
#include "support/catch.hpp"

#include <cstdlib>
#include <new>
#include <string>

namespace {

bool counting = false;
int taken = 0;

void* take(std::size_t size) {
  if (counting) ++taken;
  return std::malloc(size == 0 ? 1 : size);
}

}  // namespace

void* operator new(std::size_t size) {
  if (void* memory = take(size)) return memory;
  throw std::bad_alloc();
}
// AddressSanitizer's own would be taken instead, and what it gives must not go to free().
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return take(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

using namespace hellojohn;
using namespace hellojohn::tests;

namespace {

struct CountedImGui {
  CountedImGui() {
    ImGui::SetAllocatorFunctions([](std::size_t size, void*) { return take(size); },
                                 [](void* memory, void*) { std::free(memory); });
  }
};

/// Client and component go on as in a host's loop; the world's own book-keeping stays out of it.
Play host_loop(samples::AccessWorld& world) {
  return {[&world](const imgui::Style& style, const widgets::Text& text) {
            return imgui::draw_page(world.access.view(), style, text);
          },
          [&world](std::chrono::milliseconds by) {
            world.clock.advance(by);
            (void)world.client->poll();
            world.access.update(world.clock.now());
          },
          [&world](const widgets::Intents& intents) { world.access.apply(intents); }};
}

int taken_in(const samples::Scene& scene, int frames) {
  samples::AccessWorld world(scene.options);
  scene.play(world);
  Stage stage(host_loop(world));
  stage.live = true;
  // Since 1.92 Dear ImGui makes a glyph when it is first drawn: a countdown needs ten seconds to show every digit.
  stage.frames(IMGUI_VERSION_NUM >= 19200 ? 620 : 60);
  taken = 0;
  counting = true;
  stage.frames(frames);
  counting = false;
  return taken;
}

}  // namespace

TEST_CASE("idle: what is taken from the heap is counted") {
  const CountedImGui hooks;
  taken = 0;
  counting = true;
  delete new int;
  ImGui::MemFree(ImGui::MemAlloc(4));
  counting = false;
  CHECK(taken == 2);
}

TEST_CASE("idle: 200 frames of every screen take nothing from the heap") {
  const CountedImGui hooks;
  for (const samples::Scene& scene : samples::all_scenes()) {
    INFO(scene.name);
    CHECK(taken_in(scene, 200) == 0);
  }
}

TEST_CASE("idle: 10,000 frames of three telling screens take nothing from the heap") {
  const CountedImGui hooks;
  for (const char* name : {"sign_in", "challenge_backup_shown", "codes_row"}) {
    INFO(name);
    CHECK(taken_in(scene_named(name), 10'000) == 0);
  }
}

TEST_CASE("idle: a collapsed window gets nothing to draw") {
  samples::AccessWorld world;
  scene_named("codes").play(world);
  StageOptions options;
  options.frame = Frame::window;
  int drawn = 0;
  Stage stage({[&](const imgui::Style& style, const widgets::Text& text) {
                 ImGui::SetNextWindowCollapsed(true);
                 widgets::Intents intents;
                 const bool open = ImGui::Begin("small");
                 intents = imgui::draw(world.access.view(), style, text);
                 if (!open) drawn = ImGui::GetWindowDrawList()->VtxBuffer.Size;
                 ImGui::End();
                 return intents;
               },
               {},
               {}},
              options);
  stage.frames(5);
  const int with_screen = drawn;
  world.access.apply({widgets::Action::none});
  CHECK(with_screen < 400);  // The title bar alone.
  CHECK(stage.told.empty());
}
