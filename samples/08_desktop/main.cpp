#include "08_desktop/screenshots.hpp"

#include <cstdio>
#include <string_view>

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "--screenshots") {
    const int count = desktop::write_screenshots(argv[2]);
    std::printf("%d pictures in %s\n", count, argv[2]);
    return count < 0;
  }
  return 2;
}
