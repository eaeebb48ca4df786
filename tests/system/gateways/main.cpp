// What the client says behind real gateways, judged by the service's own journal: no word may be untrue, nothing may
// happen twice, and no session may be lost.
#include "stage.hpp"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string_view>
#include <thread>

namespace hellojohn::tests {

namespace {

constexpr int workers = 4;  // The gateways' timeouts run on real time, so most runs only wait.
constexpr int fewest_runs = 300;

struct Tally {
  int runs = 0;
  int wrong = 0;
  int doubled = 0;
  int lost = 0;
  std::map<std::string, int> said{};

  void add(const Tally& other) {
    runs += other.runs;
    wrong += other.wrong;
    doubled += other.doubled;
    lost += other.lost;
  }
  [[nodiscard]] bool clean() const { return wrong == 0 && doubled == 0 && lost == 0; }
};

std::string said(const Word& word) { return word.ok ? "ok" : to_string(word.error.outcome); }

bool is_wrong(const Report& report, const Run& run) {
  const bool claims_done = run.word.ok || run.word.says(Outcome::done_answer_lost);
  const bool claims_nothing = run.word.says(Outcome::not_sent) || run.word.says(Outcome::refused);
  // Without a fault, a gateway that lets calls through must let them succeed: else nothing was tried.
  const bool failed = run.loss == Loss::none && report.variant.lets_through && !run.word.ok;
  return failed || (claims_done && run.effects == 0) || (claims_nothing && run.effects > 0);
}

/// The program's words, beside what happened: "nothing" must mean nothing, and "done" done.
bool is_wrong(const DeskRun& run) {
  const bool says_nothing = run.words.find("nothing changed") != std::string::npos ||
                            run.words.find("nothing was sent") != std::string::npos;
  if (run.effects == 0) return run.exit == 0;
  return says_nothing || (run.exit != 0 && run.exit != 5);
}

void print_run(const char* mark, const Report& report, const Run& run) {
  std::printf("%s  %s: %s, %s: said %s (%s, status %d, %s), happened %d times%s\n", mark,
              report.variant.name.c_str(), name_of(run.action), name_of(run.loss),
              said(run.word).c_str(), run.word.ok ? "" : to_string(run.word.error.code),
              static_cast<int>(run.word.error.http_status), run.word.error.detail.c_str(),
              run.effects, run.session_lost ? ", session lost" : "");
}

Tally judge(const Report& report, bool every_run) {
  Tally tally;
  for (const Run& run : report.runs) {
    const bool wrong = is_wrong(report, run);
    ++tally.runs;
    ++tally.said[said(run.word)];
    tally.wrong += wrong ? 1 : 0;
    tally.doubled += run.effects > 1 ? 1 : 0;
    tally.lost += run.session_lost ? 1 : 0;
    if (wrong || run.effects > 1 || run.session_lost)
      print_run(report.variant.repeats_posts ? "APART" : "WRONG", report, run);
    else if (every_run)
      print_run("well ", report, run);
  }
  if (!report.stopped.empty())
    std::printf("STOPPED  %s: %s\n", report.variant.name.c_str(), report.stopped.c_str());
  if (report.early_data)
    std::printf("WRONG  %s: the client sent TLS early data\n", report.variant.name.c_str());
  return tally;
}

void print_row(const Report& report, Tally& tally) {
  std::printf("%-38s %4d  %3d %7d %8d %9d %7d   %5d %7d %4d\n", report.variant.name.c_str(),
              tally.runs, tally.said["ok"], tally.said["refused"], tally.said["not_sent"],
              tally.said["done_answer_lost"], tally.said["unknown"], tally.wrong, tally.doubled,
              tally.lost);
}

/// The verdict; the lines before it are the warning of each override.
std::string last_line(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  const std::size_t start = text.rfind('\n');
  return start == std::string::npos ? text : text.substr(start + 1);
}

/// The desk's words, and how many of them are untrue.
int print_desk(const std::vector<Report>& reports, int& count) {
  int wrong = 0;
  for (const Report& report : reports)
    for (const DeskRun& run : report.desk) {
      const bool untrue = is_wrong(run);
      ++count;
      wrong += untrue ? 1 : 0;
      std::printf("%s  %s: %s, dropped: exit %d, happened %d: %s\n", untrue ? "WRONG" : "desk ",
                  report.variant.name.c_str(), name_of(run.action), run.exit, run.effects,
                  last_line(run.words).c_str());
    }
  return wrong;
}

std::vector<Report> run_all(const Programs& programs, std::string_view only) {
  std::vector<Variant> variants = all_variants();
  std::erase_if(variants,
                [&](const Variant& each) { return each.name.find(only) == std::string::npos; });
  std::vector<Report> reports(variants.size());
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < workers; ++i)
    threads.emplace_back([&] {
      for (std::size_t at; (at = next++) < variants.size();)
        reports[at] = report_on(programs, variants[at]);
    });
  for (std::thread& thread : threads) thread.join();
  return reports;
}

int tell(const std::vector<Report>& reports, bool whole) {
  Tally all, apart;
  bool stopped = false;
  std::vector<Tally> tallies;
  for (const Report& report : reports) {
    tallies.push_back(judge(report, !whole));
    (report.variant.repeats_posts ? apart : all).add(tallies.back());
    stopped = stopped || !report.stopped.empty() || report.early_data;
  }
  std::printf("%-38s runs   ok refused not_sent done_lost unknown   wrong doubled lost\n",
              "gateway");
  for (std::size_t i = 0; i < reports.size(); ++i) print_row(reports[i], tallies[i]);
  int desk = 0;
  const int desk_wrong = print_desk(reports, desk);
  std::printf(
      "gateways: %d runs, %d wrong certainties, %d doubled effects, %d lost sessions; %d words of "
      "the support desk, %d wrong; apart, behind a gateway that repeats POST: %d runs, %d wrong, "
      "%d doubled, %d lost\n",
      all.runs, all.wrong, all.doubled, all.lost, desk, desk_wrong, apart.runs, apart.wrong,
      apart.doubled, apart.lost);
  const bool enough = !whole || all.runs >= fewest_runs;
  return all.clean() && desk_wrong == 0 && !stopped && enough ? 0 : 1;
}

}  // namespace

}  // namespace hellojohn::tests

int main(int argc, char** argv) {
  hellojohn::tests::Programs programs;
  std::string_view only;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name == "--server") programs.server = argv[i + 1];
    if (name == "--nginx") programs.nginx = argv[i + 1];
    if (name == "--haproxy") programs.haproxy = argv[i + 1];
    if (name == "--support") programs.support = argv[i + 1];
    if (name == "--only") only = argv[i + 1];
  }
  if (programs.server.empty() || programs.nginx.empty() || programs.haproxy.empty() ||
      programs.support.empty()) {
    std::fprintf(stderr,
                 "usage: --server PROGRAM --nginx PROGRAM --haproxy PROGRAM --support PROGRAM "
                 "[--only PART_OF_A_GATEWAY'S_NAME]\n");
    return 2;
  }
  // The support desk's program reads it; the mock server knows no other.
  ::setenv("HELLOJOHN_SECRET_KEY", "sk_live_abc123", 1);
  return hellojohn::tests::tell(hellojohn::tests::run_all(programs, only), only.empty());
}
