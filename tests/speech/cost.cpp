// Frames of a reader that nobody listens to: cost.cpp FRAMES.
#include <hellojohn/speech/reader.hpp>

#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
  namespace widgets = hellojohn::widgets;
  const long frames = argc > 1 ? std::atol(argv[1]) : 0;
  widgets::Screen screen;
  screen.add(widgets::Role::heading, widgets::free_text("Title"));
  const widgets::Text text;
  hellojohn::speech::Reader reader;
  hellojohn::speech::Reader* volatile unseen = &reader;  // The compiler cannot drop the calls.
  for (long i = 0; i < frames; ++i) unseen->update(screen, text);
  std::printf("%d\n", reader.attached() ? 1 : 0);
  return 0;
}
