// A line for each label, in the order of Language. The fonts of the samples take their characters from here too.
#include "apps/common/labels.hpp"

#include <cstddef>
#include <iterator>

namespace samples {

namespace {

// clang-format off
constexpr const char* label_texts[][hellojohn::widgets::language_count - 1] = {
    {"Developer drawer (F12)", "Panel de desarrollo (F12)", "Panel de desarrollo (F12)", "Volet de développement (F12)",
     "Entwicklerleiste (F12)", "Pannello di sviluppo (F12)", "Painel de desenvolvimento (F12)", "Panel programisty (F12)",
     "Панель разработчика (F12)", "Geliştirici paneli (F12)", "開発者パネル (F12)", "개발자 패널 (F12)", "开发者面板 (F12)",
     "開發者面板 (F12)"},
    {"Close drawer (F12)", "Cerrar panel (F12)", "Cerrar panel (F12)", "Fermer le volet (F12)", "Leiste schließen (F12)",
     "Chiudi pannello (F12)", "Fechar painel (F12)", "Zamknij panel (F12)", "Закрыть панель (F12)", "Paneli kapat (F12)",
     "パネルを閉じる (F12)", "패널 닫기 (F12)", "关闭面板 (F12)", "關閉面板 (F12)"},
    {"People", "Personas", "Personas", "Personnes", "Personen", "Persone", "Pessoas", "Osoby", "Люди", "Kişiler", "ユーザー",
     "사용자", "用户", "使用者"},
    {"Outbox", "Bandeja de salida", "Bandeja de salida", "Boîte d’envoi", "Postausgang", "Posta in uscita", "Caixa de saída",
     "Skrzynka nadawcza", "Исходящие", "Giden kutusu", "送信トレイ", "보낸 메일함", "发件箱", "寄件匣"},
    {"Clock", "Reloj", "Reloj", "Horloge", "Uhr", "Orologio", "Relógio", "Zegar", "Часы", "Saat", "時計", "시계", "时钟", "時鐘"},
    {"Network", "Red", "Red", "Réseau", "Netzwerk", "Rete", "Rede", "Sieć", "Сеть", "Ağ", "ネットワーク", "네트워크", "网络", "網路"},
    {"Look", "Apariencia", "Apariencia", "Apparence", "Darstellung", "Aspetto", "Aparência", "Wygląd", "Внешний вид",
     "Görünüm", "表示", "모양", "外观", "外觀"},
    {"What the app asked of the desktop", "Qué pidió la app al escritorio", "Qué ha pedido la aplicación al escritorio",
     "Demandes de l’application au bureau", "Was die App vom Desktop wollte", "Che cosa ha chiesto l’app al desktop",
     "O que o app pediu à área de trabalho", "O co aplikacja poprosiła pulpit", "Что приложение запросило у рабочего стола",
     "Uygulamanın masaüstünden istedikleri", "アプリからデスクトップへの要求", "앱이 데스크톱에 요청한 것", "应用向桌面请求的内容",
     "應用程式向桌面要求的內容"},
    {"Theme", "Tema", "Tema", "Thème", "Design", "Tema", "Tema", "Motyw", "Тема", "Tema", "テーマ", "테마", "主题", "主題"},
    {"Language", "Idioma", "Idioma", "Langue", "Sprache", "Lingua", "Idioma", "Język", "Язык", "Dil", "言語", "언어", "语言",
     "語言"},
    {"Type", "Escribir", "Escribir", "Saisir", "Eingeben", "Digita", "Digitar", "Wpisz", "Ввести", "Yaz", "入力", "입력", "输入",
     "輸入"},
    {"Copy", "Copiar", "Copiar", "Copier", "Kopieren", "Copia", "Copiar", "Kopiuj", "Копировать", "Kopyala", "コピー", "복사",
     "复制", "複製"},
};
// clang-format on
static_assert(std::size(label_texts) == static_cast<std::size_t>(Label::count_));

}  // namespace

std::string_view label(hellojohn::widgets::Language language, Label which) noexcept {
  const bool own = language == hellojohn::widgets::Language::own;
  return label_texts[static_cast<std::size_t>(which)][own ? 0 : static_cast<std::size_t>(language)];
}

}  // namespace samples
