using Tapir.Curriculum.Tasks;

namespace Tapir.Teachers.Tutor.Families;

/// <summary>A date is moved by some days; worked day by day, whole weeks taken off first.</summary>
internal sealed class WeekdayFamily() : ParsedFamily<WeekdayFamily.Appointment>(
    "commonsense.weekday",
    TaskLabels.CommonSense,
    "On which weekday? Levels: moved by up to 3 days; up to 6; up to 13; up to 20; moved twice by up to 6.",
    "{0}'s {1} is on {2}. It is moved {3}. On which day is it now?",
    "{0} has a {1} on {2}, moved {3}. Which day is that?",
    "Move {0}'s {1} from {2} by {3}. What day is it?")
{
    private static readonly string[] Events = ["class", "exam", "game", "lunch", "match", "party", "test", "trip", "visit", "walk"];

    internal sealed record Move(int Days, bool Later)
    {
        public override string ToString() => $"{Days} {(Days == 1 ? "day" : "days")} {(Later ? "later" : "earlier")}";
    }

    internal sealed record Appointment(string Name, string Event, int Day, Move[] Moves);

    protected override Appointment Draw(TutorRandom random, int level)
    {
        Move[] moves = level switch
        {
            1 => [new Move(random.Next(1, 3), random.Flip())],
            2 => [new Move(random.Next(4, 6), random.Flip())],
            3 => [new Move(random.Next(7, 13), random.Flip())],
            4 => [new Move(random.Next(14, 20), random.Flip())],
            _ => [new Move(random.Next(1, 6), random.Flip()), new Move(random.Next(1, 6), random.Flip())],
        };
        return new Appointment(random.Pick(Vocabulary.Names), random.Pick(Events), random.Next(0, 6), moves);
    }

    protected override int LevelOf(Appointment task) => (task.Moves.Length, task.Moves.Max(m => m.Days), task.Moves.Min(m => m.Days)) switch
    {
        _ when !Events.Contains(task.Event) || task.Day < 0 => 0,
        (1, >= 1 and <= 3, _) => 1,
        (1, >= 4 and <= 6, _) => 2,
        (1, >= 7 and <= 13, _) => 3,
        (1, >= 14 and <= 20, _) => 4,
        (2, <= 6, >= 1) => 5,
        _ => 0,
    };

    protected override string[] Fill(Appointment task) =>
        [task.Name, task.Event, Vocabulary.Weekdays[task.Day], string.Join(" and then ", task.Moves.Select(m => m.ToString()))];

    protected override Appointment? Read(string[] slots)
    {
        string[][] moves = [.. slots[3].Split(" and then ").Select(m => m.Split(' '))];
        int day = Array.IndexOf(Vocabulary.Weekdays, slots[2]);
        return day >= 0 && moves.All(m => m.Length == 3 && Numerals.Read(m[0]) is not null)
            ? new Appointment(slots[0], slots[1], day, [.. moves.Select(m => new Move(Numerals.Read(m[0])!.Value, m[2] == "later"))])
            : null;
    }

    protected override Solution Solve(Appointment task)
    {
        List<string> steps = [];
        int day = task.Day;
        foreach (Move move in task.Moves)
        {
            int days = move.Days % 7;
            if (days < move.Days)
            {
                steps.Add($"{move.Days}-{move.Days - days}={days}");
            }

            List<string> passed = [Vocabulary.Weekdays[day]];
            for (int i = 0; i < days; i++)
            {
                day = (day + (move.Later ? 1 : 6)) % 7;
                passed.Add(Vocabulary.Weekdays[day]);
            }

            steps.Add(string.Join(' ', passed));
        }

        return new Solution(steps, Vocabulary.Weekdays[day]);
    }
}
