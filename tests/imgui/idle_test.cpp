// An idle frame takes nothing from the heap, neither by us nor by Dear ImGui, on any screen; a hidden one draws nothing.
#include "imgui/stage.hpp"
#include "worlds/catch.hpp"

#include "worlds/allocations_impl.hpp"

#include <new>
#include <string>

using namespace hellojohn;
using namespace hellojohn::tests;

namespace {

struct CountedImGui {
  CountedImGui() {
    ImGui::SetAllocatorFunctions(
        [](std::size_t size, void*) { return ::operator new(size, std::nothrow); },
        [](void* memory, void*) { ::operator delete(memory); });
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

std::size_t taken_in(const samples::Scene& scene, int frames) {
  samples::AccessWorld world(scene.options, scene.server);
  scene.play(world);
  Stage stage(host_loop(world));
  stage.live = true;
  // Since 1.92 Dear ImGui makes a glyph when it is first drawn: a countdown needs ten seconds to show every digit.
  stage.frames(IMGUI_VERSION_NUM >= 19200 ? 620 : 60);
  const std::size_t before = allocations();
  stage.frames(frames);
  return allocations() - before;
}

}  // namespace

TEST_CASE("idle: what is taken from the heap is counted") {
  const CountedImGui hooks;
  const std::size_t before = allocations();
  ::operator delete(::operator new(4));
  ImGui::MemFree(ImGui::MemAlloc(4));
  CHECK(allocations() - before == 2);
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
  CHECK(with_screen < 400);  // Only the title bar.
  CHECK(stage.told.empty());
}
