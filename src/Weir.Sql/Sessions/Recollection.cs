using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Weir.Sql.Schema;

namespace Weir.Sql.Sessions;

/// <summary>Answers of queries that were asked before, each good until somebody writes to a table that it was read from.</summary>
/// <remarks>What this process writes counts as soon as it is committed. Another process on the same server is not heard, so there an answer also ends by its age.</remarks>
/// <param name="lifetime">The most that an answer may lag behind what other processes have written.</param>
internal sealed class Recollection(TimeSpan lifetime)
{
    private const int MostAnswers = 2000;
    public const int MostRows = 2000;

    private readonly ConcurrentDictionary<string, Answer> answers = [];
    private readonly ConcurrentDictionary<TableName, long> written = [];
    private long moment;
    private long rebuilt;

    /// <summary>So long may an answer stand that says what holds now, such as for whom a record is shared.</summary>
    private static readonly TimeSpan Present = TimeSpan.FromSeconds(5);

    private sealed record Answer(object Rows, IReadOnlyList<TableName> Tables, long Moment, long At, TimeSpan Lifetime);

    /// <summary>What is read from now on holds all that was written before.</summary>
    public long Moment => Interlocked.Read(ref moment);

    /// <summary>After a commit, and also when nobody knows whether there was one.</summary>
    public void Written(IReadOnlySet<TableName> tables)
    {
        if (tables.Count == 0) return;
        var now = Interlocked.Increment(ref moment);
        foreach (var table in tables) written.AddOrUpdate(table, now, (_, before) => Math.Max(before, now));
    }

    /// <summary>After a change of the schema: nothing that was read before is good any more.</summary>
    public void Rebuilt()
    {
        Interlocked.Exchange(ref rebuilt, Interlocked.Increment(ref moment));
        answers.Clear();
    }

    public List<T>? Find<T>(string question) =>
        answers.TryGetValue(question, out var answer) && Good(answer) ? (List<T>)answer.Rows : null;

    /// <param name="moment">As it was before the question was put.</param>
    public void Keep<T>(string question, List<T> rows, Statement statement, long moment)
    {
        if (rows.Count > MostRows) return;
        if (answers.Count >= MostAnswers)
        {
            foreach (var (old, answer) in answers)
                if (!Good(answer)) answers.TryRemove(old, out _);
            if (answers.Count >= MostAnswers) answers.Clear();
        }
        var present = lifetime > Present && statement.Parameters.Any(p => p is SqlValue { IsNow: true });
        answers[question] = new(rows, statement.Tables, moment, Stopwatch.GetTimestamp(), present ? Present : lifetime);
    }

    /// <summary>Two questions with the same words have the same answer.</summary>
    public static string Question<T>(Statement statement, string? beside)
    {
        var text = new StringBuilder(typeof(T).FullName).Append('\n').Append(beside).Append('\n').Append(statement.Text);
        foreach (var parameter in statement.Parameters)
        {
            if (parameter is SqlList list)
                foreach (var value in list.Values) Write(text.Append('\u0001'), value.Value);
            else if (parameter is SqlValue { IsNow: false } value) Write(text.Append('\u0002'), value.Value);
        }
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value) => _ = value switch
    {
        null => text.Append('\u0003'),
        DateTime at => text.Append(at.Ticks),
        _ => text.Append(CultureInfo.InvariantCulture, $"{value}"),
    };

    private bool Good(Answer answer) =>
        answer.Moment >= Interlocked.Read(ref rebuilt) && Stopwatch.GetElapsedTime(answer.At) < answer.Lifetime && answer.Tables.All(t => !written.TryGetValue(t, out var at) || at <= answer.Moment);
}
