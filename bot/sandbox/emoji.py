"""The emoji that the local page draws; any other stays as :its_name:."""

EMOJI = {
    "+1": "👍", "thumbsup": "👍", "-1": "👎", "100": "💯", "alarm_clock": "⏰", "arrow_down": "⬇️",
    "arrow_right": "➡️", "arrow_up": "⬆️", "bar_chart": "📊", "beach_with_umbrella": "🏖️", "bell": "🔔",
    "books": "📚", "bulb": "💡", "calendar": "📅", "chart_with_upwards_trend": "📈", "clap": "👏",
    "clock9": "🕘", "cloud": "☁️", "coffee": "☕", "construction": "🚧", "dart": "🎯",
    "date": "📅", "email": "📧", "exclamation": "❗", "eyes": "👀", "face_with_thermometer": "🤒",
    "fire": "🔥", "gem": "💎", "gift": "🎁", "grey_question": "❔", "grin": "😁", "grinning": "😀",
    "handshake": "🤝", "heart": "❤️", "hourglass_flowing_sand": "⏳", "house": "🏠",
    "information_source": "ℹ️", "joy": "😂", "key": "🔑", "large_blue_circle": "🔵",
    "large_green_circle": "🟢", "large_orange_circle": "🟠", "large_red_square": "🟥",
    "large_yellow_circle": "🟡", "link": "🔗", "lock": "🔒", "mag": "🔍", "mega": "📣",
    "memo": "📝", "mountain": "⛰️", "mortar_board": "🎓", "muscle": "💪", "neutral_face": "😐",
    "no_entry": "⛔", "ok_hand": "👌", "palm_tree": "🌴", "paperclip": "📎", "partying_face": "🥳",
    "pencil": "✏️", "pencil2": "✏️", "point_right": "👉", "pray": "🙏", "pushpin": "📌", "question": "❓",
    "raised_hands": "🙌", "red_circle": "🔴", "repeat": "🔁", "rocket": "🚀", "rock": "🪨",
    "rotating_light": "🚨", "scroll": "📜", "seedling": "🌱", "shield": "🛡️", "slightly_smiling_face": "🙂",
    "slightly_frowning_face": "🙁", "smile": "😄", "smiley": "😃", "snowflake": "❄️", "sos": "🆘",
    "sparkles": "✨", "speech_balloon": "💬", "star": "⭐", "star2": "🌟", "sun_with_face": "🌞",
    "sunny": "☀️", "tada": "🎉", "thinking_face": "🤔", "thought_balloon": "💭",
    "triangular_flag_on_post": "🚩",
    "trophy": "🏆", "warning": "⚠️", "wave": "👋", "white_check_mark": "✅", "heavy_check_mark": "✔️",
    "white_circle": "⚪", "wrench": "🔧", "x": "❌", "zap": "⚡", "zzz": "💤", "busts_in_silhouette": "👥",
    "bust_in_silhouette": "👤", "blue_heart": "💙", "green_heart": "💚", "sweat": "😓", "tired_face": "😫",
    "weary": "😩", "cry": "😢", "disappointed": "😞", "blush": "😊", "relaxed": "☺️", "sunglasses": "😎",
    "one": "1️⃣", "two": "2️⃣", "three": "3️⃣", "four": "4️⃣", "five": "5️⃣", "six": "6️⃣",
    "seven": "7️⃣", "eight": "8️⃣", "nine": "9️⃣", "leaves": "🍃", "hammer_and_wrench": "🛠️",
    "card_index_dividers": "🗂️", "clipboard": "📋", "bookmark": "🔖", "ladder": "🪜", "compass": "🧭",
    "arrows_counterclockwise": "🔄", "no_bell": "🔕", "calendar_spiral": "🗓️", "spiral_calendar_pad": "🗓️",
    "ballot_box_with_check": "☑️", "black_square_button": "🔲", "small_blue_diamond": "🔹", "gear": "⚙️",
}  # fmt: skip


def drawn(name: str) -> str:
    """The emoji of this name, or the name between colons."""
    return EMOJI.get(name.split("::", maxsplit=1)[0], f":{name}:")
