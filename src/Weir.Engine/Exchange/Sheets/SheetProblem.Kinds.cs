using System.Globalization;

namespace Weir.Engine.Exchange.Sheets;

public sealed partial class SheetProblem
{
    internal static SheetProblem Empty() => new("sheet.empty",
        "The file is empty. Save it again in your spreadsheet program and choose it once more.",
        "文件是空的。请在表格软件中重新保存后再选择。");

    internal static SheetProblem TooBig(long bytes) => new("sheet.too_big",
        $"The file is larger than {Megabytes(bytes)} MB. Split it into several files.",
        $"文件超过 {Megabytes(bytes)} MB，请拆分成几个文件。");

    internal static SheetProblem ZipBomb() => new("sheet.zip_bomb",
        "The file unpacks to far more data than its size allows, so it was not opened. "
        + "Copy the data into a new workbook and save that.",
        "文件解压后的数据量与其大小极不相称，为安全起见没有打开。请把数据复制到新工作簿中另存。");

    internal static SheetProblem Corrupt(Exception? cause = null) => new("sheet.corrupt",
        "The workbook is damaged or incomplete. Open it in your spreadsheet program, save it again as .xlsx and choose that file.",
        "工作簿已损坏或不完整。请用表格软件打开，另存为 .xlsx 后再选择。", cause);

    internal static SheetProblem Dtd(Exception? cause = null) => new("sheet.dtd",
        "The workbook contains a document type definition, which is not allowed because it can read other files. "
        + "Save the data as a new .xlsx.",
        "工作簿中含有 DTD 声明，它可能读取其他文件，因此不被接受。请把数据另存为新的 .xlsx。", cause);

    internal static SheetProblem Encrypted() => new("sheet.encrypted",
        "The workbook is protected by a password. Remove the password (File > Info) and save it again.",
        "工作簿设有打开密码。请先在“文件 > 信息”中取消密码并保存。");

    internal static SheetProblem OldExcel() => new("sheet.old_excel",
        "This is an old Excel workbook (.xls). Open it and save it as .xlsx.",
        "这是旧版 Excel 工作簿（.xls）。请打开后另存为 .xlsx。");

    internal static SheetProblem Html() => new("sheet.html",
        "This is a web page or XML file under a spreadsheet's name. Open it in your spreadsheet program and save it as .xlsx.",
        "这其实是网页或 XML 文件，只是用了表格的扩展名。请用表格软件打开后另存为 .xlsx。");

    internal static SheetProblem NotASheet() => new("sheet.not_a_sheet",
        "This is not an Excel workbook (.xlsx) or a text table (.csv). Save the table in one of these forms.",
        "这不是 Excel 工作簿（.xlsx）或文本表格（.csv）。请把表格保存成其中一种格式。");

    internal static SheetProblem TooManyRows(int limit) => new("sheet.too_many_rows",
        $"The sheet has more than {Count(limit)} rows. Split it into several files.",
        $"表格超过 {Count(limit)} 行，请拆分成几个文件。");

    internal static SheetProblem TooManyColumns(int limit, int row) => new("sheet.too_many_columns",
        $"Row {row} has more than {Count(limit)} columns. Delete the columns that are not needed.",
        $"第 {row} 行超过 {Count(limit)} 列，请删除不需要的列。");

    internal static SheetProblem LongText(int limit, int row) => new("sheet.long_text",
        $"A cell in row {row} holds more than {Count(limit)} characters. Shorten it; in a CSV file a quotation mark may be missing.",
        $"第 {row} 行有单元格超过 {Count(limit)} 个字符。请缩短内容；如果是 CSV 文件，也可能是少了一个引号。");

    internal static SheetProblem TooManyTexts() => new("sheet.too_many_texts",
        "The workbook holds too many different texts to read at once. Split it, or save the sheet as CSV.",
        "工作簿中的不同文本过多，无法一次读取。请拆分文件，或将该工作表另存为 CSV。");

    internal static SheetProblem Unreadable() => new("sheet.encoding",
        "The characters of the file are in an unknown encoding. Save it as \"CSV UTF-8\" or as .xlsx.",
        "无法识别文件的字符编码。请另存为“CSV UTF-8”或 .xlsx。");

    internal static SheetProblem Nul() => new("sheet.nul",
        "The file contains NUL bytes, so it is not a text table. Save it as .xlsx or as \"CSV UTF-8\".",
        "文件中含有空字节（NUL），不是文本表格。请另存为 .xlsx 或“CSV UTF-8”。");

    internal static SheetProblem OpenQuote(int row) => new("sheet.quote",
        $"A quotation mark opened in row {row} is never closed. Close it, or save the table as .xlsx.",
        $"第 {row} 行有一个引号没有成对关闭。请补上引号，或将表格另存为 .xlsx。");

    internal static SheetProblem NoSuchSheet(string name) => new("sheet.no_such_sheet",
        $"The workbook has no visible sheet named \"{name}\". Choose one of its sheets.",
        $"工作簿中没有名为“{name}”的可见工作表，请重新选择。");

    private static string Megabytes(long bytes) => ((decimal)bytes / (1024 * 1024)).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Count(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
