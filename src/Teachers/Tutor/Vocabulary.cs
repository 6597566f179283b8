namespace Tapir.Teachers.Tutor;

/// <summary>The words instructions are made of. Few, so that a student of a million parameters can learn them; families share them.
/// Order and content are part of what a seed writes: adding words changes the examples of a seed.</summary>
internal static class Vocabulary
{
    public static readonly string[] Names =
    [
        "Ann", "Ben", "Cora", "Dan", "Eva", "Finn", "Gina", "Hugo", "Ida", "Jack", "Kim", "Leo",
        "Mia", "Nick", "Olga", "Paul", "Rosa", "Sam", "Tina", "Uma", "Vera", "Will", "Yuki", "Zoe",
    ];

    public static readonly string[] Nouns =
    [
        "apple", "ball", "bird", "boat", "book", "cake", "car", "cat", "chair", "coat", "cow", "cup", "desk", "dog", "door",
        "duck", "egg", "farm", "flag", "frog", "game", "gate", "hat", "horse", "house", "king", "lamp", "lion", "map", "moon",
        "nest", "pen", "pig", "plum", "ring", "road", "rock", "ship", "shoe", "star", "stone", "table", "tree", "wall",
    ];

    public static readonly string[] Adjectives =
        ["big", "small", "old", "new", "red", "blue", "green", "white", "black", "clean", "cold", "warm"];

    public static readonly string[] Cities =
        ["Berlin", "Cairo", "Lima", "London", "Madrid", "Oslo", "Paris", "Prague", "Rome", "Seoul", "Tokyo", "Vienna"];

    public static readonly string[] Weekdays =
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
}
