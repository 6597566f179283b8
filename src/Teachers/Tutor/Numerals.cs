using System.Globalization;

namespace Tapir.Teachers.Tutor;

/// <summary>Whole numbers as the tutor writes them: plain decimal digits.</summary>
internal static class Numerals
{
    /// <summary>Up to six digits; null for anything else.</summary>
    public static int? Read(string text) =>
        text.Length <= 6 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>All parts as numbers; null where one is none.</summary>
    public static int[]? ReadAll(string[] parts)
    {
        int[] numbers = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (Read(parts[i]) is not { } number)
            {
                return null;
            }

            numbers[i] = number;
        }

        return numbers;
    }

    /// <summary>How many decimal digits a number of 0 or more has.</summary>
    public static int Digits(int number) => number < 10 ? 1 : 1 + Digits(number / 10);

    /// <summary>The digit that counts 10 to the power of <paramref name="place"/>; 0 past the first digit.</summary>
    public static int Digit(int number, int place) => place == 0 ? number % 10 : Digit(number / 10, place - 1);

    /// <summary>A random number with exactly so many digits.</summary>
    public static int OfDigits(TutorRandom random, int digits) => digits switch
    {
        1 => random.Next(0, 9),
        2 => random.Next(10, 99),
        3 => random.Next(100, 999),
        _ => random.Next(1000, 9999),
    };
}
