// hellojohn-support-desk --screenshots FOLDER: every state of the desk as a picture, without a window.
#include "11_support_desk/desk_world.hpp"
#include "common/picture.hpp"

#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

int main(int argc, char** argv) {
  if (argc != 3 || std::string_view(argv[1]) != "--screenshots") return 2;
  const std::string folder = argv[2];
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  for (const desk::DeskScene& scene : desk::desk_scenes()) {
    desk::DeskWorld world;
    scene.play(world);
    hellojohn::widgets::AccountAccessView view;
    view.main = &world.model->view();
    if (!samples::write_png(samples::picture(view, {}), folder + "/" + scene.name + ".png"))
      return 1;
  }
}
