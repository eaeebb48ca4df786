// The sign-in drawn by the host's own Dear ImGui, without a window.
#include "host.hpp"
#include "world.hpp"

#include <hellojohn/imgui/draw.hpp>
#include <hellojohn/widgets/account_access.hpp>

#include <imgui.h>

bool draw_screens() {
  auto client = silent_client();
  if (!client) return false;
  hellojohn::widgets::AccountAccess access(*client, hellojohn::widgets::Host{});
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.DisplaySize = ImVec2(800, 600);
#if IMGUI_VERSION_NUM >= 19200
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
#else
  unsigned char* pixels = nullptr;
  int width = 0;
  int height = 0;
  io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
#endif
  int vertices = 0;
  for (int frame = 0; frame < 3; ++frame) {
    io.DeltaTime = 1.0F / 60.0F;
    ImGui::NewFrame();
    access.apply(
        hellojohn::imgui::draw_page(access.view(), hellojohn::imgui::Style{},
                                    hellojohn::widgets::Text(hellojohn::widgets::Language::en)));
    ImGui::Render();
    vertices = ImGui::GetDrawData()->TotalVtxCount;
  }
  ImGui::DestroyContext();
  return vertices > 100;
}
